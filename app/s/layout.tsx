import type { ReactNode } from 'react';
import { ReaderFrame } from '@/components/links/reader/reader-frame';

/** Readers' pages: no session is looked at, and nothing of the app is loaded that reading does not need. */
export default function ReadersLayout({ children }: { children: ReactNode }) {
  return <ReaderFrame>{children}</ReaderFrame>;
}

import type { ReactNode } from 'react';
import { ReaderFrame } from '@/components/links/reader/reader-frame';

/** Readers' pages: they look at no session and load nothing of the app that reading does not need. */
export default function ReadersLayout({ children }: { children: ReactNode }) {
  return <ReaderFrame>{children}</ReaderFrame>;
}

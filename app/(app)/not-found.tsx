import type { Metadata } from 'next';
import { NotFoundMessage } from '@/components/shell/not-found-message';

export const metadata: Metadata = { title: 'Not found' };

/** For a page of the app that has nothing to show. */
export default function NotFound() {
  return <NotFoundMessage />;
}

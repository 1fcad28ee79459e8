import type { Metadata } from 'next';
import { NotFoundMessage } from '@/components/shell/not-found-message';

export const metadata: Metadata = { title: 'Not found' };

/** Of a page of the app that found nothing to show. */
export default function NotFound() {
  return <NotFoundMessage />;
}

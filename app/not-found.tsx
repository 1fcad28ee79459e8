import type { Metadata } from 'next';
import { NotFoundMessage } from '@/components/shell/not-found-message';
import { WordmarkLink } from '@/components/shell/wordmark-link';

export const metadata: Metadata = { title: 'Not found' };

/**
 * For an address that does not exist. Next sends it along with every page, readers' pages included, so it
 * must not look at the session or load anything.
 */
export default function NotFound() {
  return (
    <>
      <header className="flex h-11 shrink-0 items-center border-b px-4">
        <WordmarkLink />
      </header>
      <NotFoundMessage />
    </>
  );
}

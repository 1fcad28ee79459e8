import type { Metadata } from 'next';
import { Suspense } from 'react';
import { History } from './history-page';

export const metadata: Metadata = { title: 'History' };

/** Everything that is looked for is in the address, which only the browser reads. */
export default function HistoryPage() {
  return (
    <Suspense>
      <History />
    </Suspense>
  );
}

import type { Metadata } from 'next';
import { Suspense } from 'react';
import { History } from './history-page';

export const metadata: Metadata = { title: 'History' };

/** The search and all filters are in the address, which only the browser reads. */
export default function HistoryPage() {
  return (
    <Suspense>
      <History />
    </Suspense>
  );
}

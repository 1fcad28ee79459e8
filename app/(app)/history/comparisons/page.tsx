import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ComparisonsScreen } from '@/components/compare/list/comparisons-screen';

export const metadata: Metadata = { title: 'Comparisons' };

/** What is looked for is in the address, which only the browser reads. */
export default function ComparisonsPage() {
  return (
    <Suspense>
      <ComparisonsScreen />
    </Suspense>
  );
}

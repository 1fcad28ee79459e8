import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ComparisonsScreen } from '@/components/compare/list/comparisons-screen';

export const metadata: Metadata = { title: 'Comparisons' };

/** The search is in the address, which only the browser reads. */
export default function ComparisonsPage() {
  return (
    <Suspense>
      <ComparisonsScreen />
    </Suspense>
  );
}

import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DocumentsScreen } from '@/components/documents/list/documents-screen';

export const metadata: Metadata = { title: 'Documents' };

/** The search is in the address, which only the browser reads. */
export default function DocumentsPage() {
  return (
    <Suspense>
      <DocumentsScreen />
    </Suspense>
  );
}

'use client';

import { BookText } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';

/** Makes a document of the run and the runs that it came from, and shows it. */
export function useOpenAsDocument(): (runId: string, choice?: number) => Promise<void> {
  const router = useRouter();
  return async (runId, choice) => {
    try {
      const { openRunAsDocument } = await import('@/lib/documents/client/open-run-as-document');
      router.push(await openRunAsDocument(runId, choice));
    } catch (error) {
      toastError(error);
    }
  };
}

export function OpenAsDocument({ runId }: { runId: string }) {
  const open = useOpenAsDocument();
  const [busy, setBusy] = useState(false);
  return (
    <Button
      size="sm"
      loading={busy}
      onClick={() => {
        setBusy(true);
        void open(runId).finally(() => setBusy(false));
      }}
    >
      {!busy && <BookText aria-hidden="true" className="size-3.5" />} Open as document
    </Button>
  );
}

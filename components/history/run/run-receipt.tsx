'use client';

import { useMemo } from 'react';
import { ReceiptPanel } from '@/components/runs/receipt-panel';
import type { RunStore } from '@/lib/runs/client/run-store';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { isConclusive, receipt } from '@/lib/runs/model/receipt';
import { RunSection } from './run-section';

/** What was sent and whether it was honoured, once that is known, and the failed attempts before. */
export function RunReceipt({ store, whole }: { store: RunStore; whole: boolean }) {
  const ended = useRunView(store, (view) => view?.phase === 'ended');
  const lines = useMemo(() => {
    const { request, retries } = store.view().startRequest;
    return ended ? receipt(request, store.state, retries ?? undefined) : null;
  }, [store, ended]);
  const { response, error } = store.view();
  const requestId = response?.requestId ?? error?.requestId ?? null;
  // No answer came that could show anything.
  if (lines && whole && !isConclusive(lines) && store.state.attempts.length === 0 && !requestId) return null;
  return (
    <RunSection title="What was applied" className="text-xs">
      {lines && whole ? (
        <ReceiptPanel lines={lines} attempts={store.state.attempts} requestId={requestId} />
      ) : (
        <p className="text-ink-3">{ended ? 'Loading' : 'Available when the run ends.'}</p>
      )}
    </RunSection>
  );
}

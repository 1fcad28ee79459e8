'use client';

import { lazy, Suspense } from 'react';
import { StatusFrame } from '@/components/runs/status-frame';
import type { RunStore } from '@/lib/runs/client/run-store';
import { statusLabel } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';

// Loaded with the first run. Until then, and if it fails to load, the run's status is there without figures.
const StatusLine = lazy(async () => {
  const loaded = await import('@/components/runs/status-line').catch(() => null);
  return { default: loaded?.StatusLine ?? StatusWord };
});

/** Under the output: the status of the current run. */
export function OutputStatus({ store, opening }: { store: RunStore | null; opening: boolean }) {
  if (!store) return <StatusFrame>{opening ? 'Loading run' : 'No run yet'}</StatusFrame>;
  return (
    <Suspense fallback={<StatusWord store={store} />}>
      <StatusLine store={store} />
    </Suspense>
  );
}

function StatusWord({ store }: { store: RunStore | null }) {
  const label = useRunView(store, (view) => view && statusLabel(view).label);
  return <StatusFrame>{label}</StatusFrame>;
}

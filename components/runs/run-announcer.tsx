'use client';

import type { RunStore } from '@/lib/runs/client/run-store';
import { statusLabel } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';

/**
 * Announces the start and the end of a run, and nothing in between: a screen reader cannot read along with a
 * stream.
 */
export function RunAnnouncer({ store }: { store: RunStore | null }) {
  const message = useRunView(store, (view) => {
    if (!view) return '';
    if (view.phase === 'refused') return `Not run. ${view.refusal?.message ?? ''}`;
    if (view.lost) return `Lost connection to this run. ${view.lost.error.message}`;
    if (view.phase !== 'ended') return 'Running';
    const { label } = statusLabel(view);
    return view.error ? `${label}. ${view.error.message}` : label;
  });
  return (
    <div role="status" className="sr-only">
      {message}
    </div>
  );
}

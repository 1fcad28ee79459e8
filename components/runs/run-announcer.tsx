'use client';

import type { RunStore } from '@/lib/runs/client/run-store';
import { statusWord } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';

/**
 * Announces the start and the end of a run, and nothing in between: a screen reader cannot read along with a
 * stream.
 */
export function RunAnnouncer({ store }: { store: RunStore | null }) {
  const words = useRunView(store, (view) => {
    if (!view) return '';
    if (view.phase === 'refused') return `Not run. ${view.refusal?.message ?? ''}`;
    if (view.lost) return `Lost connection to this run. ${view.lost.error.message}`;
    if (view.phase !== 'ended') return 'Running';
    const { word } = statusWord(view);
    return view.error ? `${word}. ${view.error.message}` : word;
  });
  return (
    <div role="status" className="sr-only">
      {words}
    </div>
  );
}

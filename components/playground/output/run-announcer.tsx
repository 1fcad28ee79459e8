'use client';

import { useCurrentRun } from '@/lib/client/runs/run-controller';
import { standing } from '@/lib/client/runs/status-words';

/** Says the start and the end of a run, and nothing in between: a screen reader cannot read along with a stream. */
export function RunAnnouncer() {
  const words = useCurrentRun((view) => {
    if (!view) return '';
    if (view.phase === 'refused') return `Not run. ${view.refusal?.message ?? ''}`;
    if (view.phase !== 'ended') return 'Running';
    const { word } = standing(view);
    return view.error ? `${word}. ${view.error.message}` : word;
  });
  return (
    <div role="status" className="sr-only">
      {words}
    </div>
  );
}

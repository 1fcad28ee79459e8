'use client';

import { useHydrated } from '@/lib/platform/client/use-hydrated';
import type { RunDetail } from '@/lib/runs/model/runs';

const MOMENT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  hourCycle: 'h23',
});

/** Where and when, in one line. The time is in the reader's zone, which the server does not know. */
export function RunFacts({ run }: { run: RunDetail }) {
  const hydrated = useHydrated();
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-ink-3">
      <span className="font-mono wrap-anywhere text-ink-2">{run.model}</span>
      <span>{run.connectionName}</span>
      {run.source === 'api' && <span>API{run.sourceName && `, ${run.sourceName}`}</span>}
      <time dateTime={run.createdAt}>
        {hydrated ? MOMENT.format(new Date(run.createdAt)) : run.createdAt.slice(0, 10)}
      </time>
    </p>
  );
}

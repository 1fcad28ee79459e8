'use client';

import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { dayText } from '@/lib/platform/numbers/day-text';
import type { RunDetail } from '@/lib/runs/model/runs';

/** Where and when, in one line. The time is in the reader's zone, which the server does not know. */
export function RunFacts({ run }: { run: RunDetail }) {
  const hydrated = useHydrated();
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-ink-3">
      <span className="font-mono wrap-anywhere text-ink-2">{run.model}</span>
      <span>{run.connectionName}</span>
      {run.source === 'api' && <span>API{run.sourceName && `, ${run.sourceName}`}</span>}
      <time dateTime={run.createdAt}>
        {hydrated ? dayText(run.createdAt, { withTime: true }) : run.createdAt.slice(0, 10)}
      </time>
    </p>
  );
}

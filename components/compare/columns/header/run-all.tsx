'use client';

import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { useSession } from '@/lib/compare/client/compare-context';
import { COMPARE_SHORTCUTS } from '@/lib/compare/client/compare-shortcuts';
import { useIsUnderWay } from '@/lib/compare/client/comparison-actions';
import { useActions } from '@/lib/platform/client/actions';
import { PauseButton } from '../../header/pause-button';
import { RunAllButton } from '../../header/run-all-button';
import { SlowedNotice } from '../../header/slowed-notice';
import { useCompareActions } from '../../header/use-compare-actions';

/** Runs all columns, or stops them. `onStart` is called when runs start, not when all of them are blocked. */
export function RunAll({ className, onStart }: { className?: string; onStart?: () => void }) {
  const { runAll, stopAll } = useCompareActions();
  const underWay = useIsUnderWay();
  const again = useSession(({ queue }) => queue.total > 0);
  const [starting, setStarting] = useState(false);
  useActions(
    () => [
      underWay
        ? { id: 'stop-all', ...COMPARE_SHORTCUTS.stopAll, run: stopAll }
        : { id: 'run-all', ...COMPARE_SHORTCUTS.runAll, also: 'columns', run: () => runAll(onStart) },
    ],
    'screen',
  );
  return (
    <RunAllButton
      underWay={underWay}
      starting={starting}
      again={again}
      tooltip="Run all columns"
      onRun={() => {
        setStarting(true);
        return runAll(onStart).finally(() => setStarting(false));
      }}
      onStop={stopAll}
      className={className}
    />
  );
}

/** The progress while runs are under way; what waits can be paused beside it. */
export function RunProgress({ className }: { className?: string }) {
  const underWay = useIsUnderWay();
  const done = useSession(({ queue }) => queue.done);
  const total = useSession(({ queue }) => queue.total);
  const paused = useSession(({ queue }) => queue.paused ?? false);
  if (!underWay) return null;
  return (
    <span className={cx('flex min-w-0 items-center gap-2', className)}>
      <span className="text-xs whitespace-nowrap text-ink-3 tabular-nums">
        {done} of {total} done{paused && ', paused'}
      </span>
      <SlowedNotice className="max-wide:hidden" />
      <PauseButton />
    </span>
  );
}

'use client';

import { Play, RotateCw, Square } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { useSession } from '@/lib/compare/client/compare-context';
import { useIsUnderWay } from '@/lib/compare/client/comparison-actions';
import { useCompareActions } from '../../header/use-compare-actions';

/** Runs all columns; while runs are under way, shows the progress and a way to stop them. */
export function RunAll({ className }: { className?: string }) {
  const { runAll, stopAll } = useCompareActions();
  const underWay = useIsUnderWay();
  const done = useSession(({ queue }) => queue.done);
  const total = useSession(({ queue }) => queue.total);
  const [starting, setStarting] = useState(false);
  const press = usePress(underWay ? 'stop' : 'run', (meaning) => {
    if (meaning === 'stop') return stopAll();
    setStarting(true);
    return runAll().finally(() => setStarting(false));
  });
  const keys = underWay ? 'escape' : 'mod+enter';
  const Icon = underWay ? Square : total > 0 ? RotateCw : Play;
  const isBusy = starting && !underWay;
  return (
    <>
      {underWay && (
        <span className={cx('text-xs whitespace-nowrap text-ink-3 tabular-nums', className)}>
          {done} of {total} done
        </span>
      )}
      <Tooltip content={underWay ? 'Stop all' : 'Run all columns'} shortcut={keys}>
        <Button
          {...press}
          variant={underWay ? 'secondary' : 'primary'}
          loading={isBusy}
          aria-keyshortcuts={underWay ? 'Escape' : 'Control+Enter Meta+Enter'}
          className={cx('min-w-26', !underWay && '[&_kbd]:text-accent-ink/85', press.className, className)}
        >
          {!isBusy && (
            <Icon aria-hidden="true" className={cx('size-3', Icon !== RotateCw && 'fill-current')} />
          )}
          {underWay ? 'Stop all' : 'Run all'}
          <Kbd keys={keys} className="max-wide:hidden" />
        </Button>
      </Tooltip>
    </>
  );
}

'use client';

import { FastForward, Play, RotateCw, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { useSettledFigures } from '@/lib/compare/client/cell-figures';
import { useSession } from '@/lib/compare/client/compare-context';
import { COMPARE_SHORTCUTS } from '@/lib/compare/client/compare-shortcuts';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { cellCount } from '@/lib/compare/model/plan-cells';
import { useActions } from '@/lib/platform/client/actions';
import { useCompareView } from '../view-state';
import { PauseButton } from './pause-button';
import { SlowedNotice } from './slowed-notice';
import { useCompareActions } from './use-compare-actions';

/**
 * Runs everything, or stops it: always the same button, as wide and in the same place. `onStart` is called when runs start, not
 * when all of them are blocked.
 */
export function RunAll({ className, onStart }: { className?: string; onStart?: () => void }) {
  const { runAll, stopAll } = useCompareActions();
  const { starting } = useCompareView();
  const underWay = useIsUnderWay();
  const again = useSession(({ queue }) => queue.total > 0);
  useActions(
    () => [
      underWay
        ? { id: 'stop-all', ...COMPARE_SHORTCUTS.stopAll, run: stopAll }
        : { id: 'run-all', ...COMPARE_SHORTCUTS.runAll, also: 'columns cells', run: () => runAll(onStart) },
    ],
    'screen',
  );
  const press = usePress(underWay ? 'stop' : 'run', (meaning) =>
    meaning === 'stop' ? stopAll() : runAll(onStart),
  );
  const keys = underWay ? 'escape' : 'mod+enter';
  const Icon = underWay ? Square : again ? RotateCw : Play;
  const isBusy = starting && !underWay;
  return (
    // Not while it stops: it says so itself, and below it is the button that pauses.
    <Tooltip content={underWay ? null : 'Run every cell'} shortcut={keys}>
      <Button
        {...press}
        variant={underWay ? 'secondary' : 'primary'}
        loading={isBusy}
        aria-keyshortcuts={underWay ? 'Escape' : 'Control+Enter Meta+Enter'}
        className={cx(
          'w-26 wide:w-36',
          !underWay && '[&_kbd]:text-accent-ink/85',
          press.className,
          className,
        )}
      >
        {!isBusy && <Icon aria-hidden="true" className={cx('size-3', Icon !== RotateCw && 'fill-current')} />}
        {underWay ? 'Stop all' : 'Run all'}
        <Kbd keys={keys} className="max-wide:hidden" />
      </Button>
    </Tooltip>
  );
}

/** Runs the cells that are left, when only some are. */
export function RunRemaining({ className, size }: { className?: string; size?: ButtonProps['size'] }) {
  const { runRemaining } = useCompareActions();
  const underWay = useIsUnderWay();
  const { starting } = useCompareView();
  const { complete } = useSettledFigures();
  const whole = usePlanPart(cellCount);
  const rest = whole - complete;
  const press = usePress('remaining', runRemaining);
  if (underWay || rest <= 0 || rest === whole) return null;
  return (
    <Button
      {...press}
      {...(size && { size })}
      loading={starting}
      className={cx(press.className, className)}
      icon={FastForward}
    >
      Run remaining ({rest.toLocaleString('en')})
    </Button>
  );
}

/** How far the runs are, in a line that never wraps: nothing moves when they start and end. What waits can be paused. */
export function RunProgress({ className }: { className?: string }) {
  const underWay = useIsUnderWay();
  const { ended, unfinished } = useSettledFigures();
  const count = usePlanPart(cellCount);
  const done = useSession(({ queue }) => queue.done);
  const total = useSession(({ queue }) => queue.total);
  const live = useSession(({ queue }) => queue.live.length);
  const waiting = useSession(({ queue }) => queue.waiting.length);
  const paused = useSession(({ queue }) => queue.paused ?? false);
  const link = useSession((view) => view.link);
  if (!underWay && total === 0) return null;
  const figure = (number: number) => number.toLocaleString('en');
  // The last ones are known to be done a moment before they are measured.
  const all = Math.max(ended, Math.min(done, count));
  return (
    <div
      className={cx(
        'flex min-w-0 items-center gap-2 text-xs whitespace-nowrap text-ink-2 tabular-nums',
        className,
      )}
    >
      <SlowedNotice className="max-wide:hidden" />
      {link === 'reconnecting' && <span className="truncate text-warn">Connection lost, reconnecting</span>}
      <span data-progress="" className="font-medium">
        {done < total
          ? `${figure(done)} of ${figure(total)} done`
          : ended === all && unfinished > 0
            ? `${figure(all - unfinished)} of ${figure(all)} complete`
            : `${figure(all)} done`}
      </span>
      {underWay && <span className="text-ink-3 max-wide:hidden">{figure(live)} running</span>}
      {waiting > 0 && (
        <span className="truncate text-ink-3 max-wide:hidden">
          {figure(waiting)} waiting{paused && ', paused'}
        </span>
      )}
      <PauseButton />
      {underWay && (
        <span
          role="progressbar"
          aria-label="Cells done"
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={done}
          className="bar h-1 w-16 shrink-0 overflow-hidden rounded-full bg-line max-wide:hidden"
        >
          <span
            className="block h-full rounded-full bg-accent transition-[width]"
            style={{ width: `${total === 0 ? 0 : (done / total) * 100}%` }}
          />
        </span>
      )}
    </div>
  );
}

/** On a narrow screen, at its lower edge: progress and Run all; `children` lead through what is shown above. */
export function RunBar({ onStart, children }: { onStart?: () => void; children?: ReactNode }) {
  return (
    <div
      data-below-toasts=""
      className="flex shrink-0 flex-wrap items-center gap-2 border-t bg-surface px-2 py-1 pb-[max(4px,env(safe-area-inset-bottom))] wide:hidden"
    >
      <SlowedNotice className="basis-full" />
      {children}
      <span className="mr-auto" />
      <RunProgress />
      <RunAll onStart={onStart} />
    </div>
  );
}

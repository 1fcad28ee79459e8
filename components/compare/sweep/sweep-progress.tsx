'use client';

import { useSession } from '@/lib/compare/client/compare-context';
import { useIsUnderWay } from '@/lib/compare/client/comparison-actions';
import { PauseButton } from '../header/pause-button';
import { SlowedNotice } from '../header/slowed-notice';

/** The progress while runs are under way. Afterwards its line stays, so that what is below it does not move. */
export function SweepProgress() {
  const underWay = useIsUnderWay();
  const done = useSession(({ queue }) => queue.done);
  const total = useSession(({ queue }) => queue.total);
  const live = useSession(({ queue }) => queue.live.length);
  const waiting = useSession(({ queue }) => queue.waiting.length);
  const paused = useSession(({ queue }) => queue.paused ?? false);
  const link = useSession((view) => view.link);
  if (!underWay && total === 0) return null;
  return (
    <div className="shrink-0 border-b px-4 py-1.5">
      <div className="flex min-h-6 flex-wrap items-center gap-x-3 text-xs pointer-coarse:min-h-10 text-ink-2 tabular-nums">
        <span data-progress="" className="font-medium">
          {done < total && `${done} of ${total} done`}
          {done >= total && `${done} done`}
        </span>
        {underWay && <span>{live} running</span>}
        {waiting > 0 && (
          <span>
            {waiting} waiting{paused && ', paused'}
          </span>
        )}
        <PauseButton />
        <SlowedNotice />
        {link === 'reconnecting' && <span className="text-warn">Connection lost, reconnecting</span>}
      </div>
      <div
        role="progressbar"
        aria-label="Cells done"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="bar mt-1.5 h-[3px] overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width]"
          style={{ width: `${total === 0 ? 0 : (done / total) * 100}%` }}
        />
      </div>
    </div>
  );
}

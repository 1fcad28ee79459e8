'use client';

import { Play, Square } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { useCurrentRun } from '@/lib/playground/client/run-controller';
import { useParameterError } from '@/lib/runs/client/parameter-errors';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunActions } from './run-actions';

/** Run, or Stop while a run is live. What blocks Run is shown beside it. */
export function RunButton({ className }: { className?: string }) {
  const { run, stop, blocked, show } = useRunActions();
  const blockedId = useId();
  const live = useCurrentRun((view) => view !== null && isLive(view));
  const stopping = useCurrentRun((view) => view?.stopping ?? false);
  const press = usePress(live ? 'stop' : 'run', (meaning) => (meaning === 'stop' ? stop() : run()));
  const isBlocked = blocked !== null && !live;
  const triedWithoutModel = useParameterError('model') !== null;
  const isError = blocked?.field !== 'model' || triedWithoutModel;
  const { keys } = live ? SHORTCUTS.stop : SHORTCUTS.run;
  return (
    <>
      {isBlocked && (
        <button
          type="button"
          id={blockedId}
          onClick={() => show(blocked)}
          className={cx(
            'min-w-0 truncate rounded-sm px-1 text-right text-xs hover:underline pointer-coarse:py-1',
            isError ? 'text-bad' : 'text-ink-2',
          )}
          title={blocked.message}
        >
          {blocked.message}
        </button>
      )}
      {/* Above: below are the buttons of the output. */}
      <Tooltip side="top" content={live ? 'Stop run' : (blocked?.message ?? 'Run')} shortcut={keys}>
        <Button
          {...press}
          variant={live ? 'secondary' : 'primary'}
          loading={stopping}
          aria-disabled={isBlocked ? true : undefined}
          aria-describedby={isBlocked ? blockedId : undefined}
          aria-keyshortcuts={live ? 'Escape' : 'Control+Enter Meta+Enter'}
          className={cx(
            // As wide as it is with any of its words: what is beside it stays where it is.
            'min-w-26 aria-disabled:opacity-55 wide:min-w-36',
            !live && '[&_kbd]:text-accent-ink/85',
            press.className,
            className,
          )}
        >
          {!stopping && <Icon live={live} />}
          {live ? (stopping ? 'Stopping' : 'Stop') : 'Run'}
          <Kbd keys={keys} className="max-wide:hidden" />
        </Button>
      </Tooltip>
    </>
  );
}

function Icon({ live }: { live: boolean }) {
  const Shape = live ? Square : Play;
  return <Shape aria-hidden="true" className="size-3 fill-current" />;
}

'use client';

import { Play, Square } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { SHORTCUTS } from '@/lib/client/page/shortcuts';
import { useCurrentRun } from '@/lib/client/runs/run-controller';
import { isLive } from '@/lib/client/runs/run-view';
import { useRunActions } from './run-actions';

/** Run, and Stop while something runs. What keeps Run from running is said beside it. */
export function RunButton({ className }: { className?: string }) {
  const { run, stop, blocked, show } = useRunActions();
  const blockedId = useId();
  const live = useCurrentRun((view) => view !== null && isLive(view));
  const stopping = useCurrentRun((view) => view?.stopping ?? false);
  if (live) {
    return (
      <Tooltip content="Stop the run" shortcut={SHORTCUTS.stop.keys}>
        <Button
          loading={stopping}
          onClick={stop}
          aria-keyshortcuts="Escape"
          className={cx('min-w-22', className)}
        >
          {!stopping && <Square aria-hidden="true" className="size-3 fill-current" />}
          {stopping ? 'Stopping' : 'Stop'}
          <Kbd keys={SHORTCUTS.stop.keys} className="max-wide:hidden" />
        </Button>
      </Tooltip>
    );
  }
  return (
    <>
      {blocked && (
        <button
          type="button"
          id={blockedId}
          onClick={() => show(blocked)}
          className="min-w-0 truncate rounded-sm px-1 text-right text-xs text-bad hover:underline"
          title={blocked.message}
        >
          {blocked.message}
        </button>
      )}
      <Tooltip content={blocked?.message ?? 'Run'} shortcut={SHORTCUTS.run.keys}>
        <Button
          variant="primary"
          onClick={run}
          aria-disabled={blocked ? true : undefined}
          aria-describedby={blocked ? blockedId : undefined}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          className={cx('min-w-22 aria-disabled:opacity-55 [&_kbd]:text-accent-ink/85', className)}
        >
          <Play aria-hidden="true" className="size-3 fill-current" />
          Run
          <Kbd keys={SHORTCUTS.run.keys} className="max-wide:hidden" />
        </Button>
      </Tooltip>
    </>
  );
}

'use client';

import { Play, RotateCw, Square } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { useIsUnderWay } from '@/lib/client/compare/comparison-actions';
import { useSession } from '@/lib/client/compare/room-context';
import { useCompareVerbs } from './use-compare-verbs';

/** Runs all columns; while something is under way, how far it is, and the way to stop it. */
export function RunAll({ className }: { className?: string }) {
  const { runAll, stopAll } = useCompareVerbs();
  const underWay = useIsUnderWay();
  const done = useSession(({ queue }) => queue.done);
  const total = useSession(({ queue }) => queue.total);
  const [starting, setStarting] = useState(false);
  if (underWay) {
    return (
      <>
        <span className={cx('text-xs whitespace-nowrap text-ink-3 tabular-nums', className)}>
          {done} of {total} done
        </span>
        <Tooltip content="Stop all" shortcut="escape">
          <Button
            onClick={() => void stopAll()}
            aria-keyshortcuts="Escape"
            className={cx('min-w-26', className)}
          >
            <Square aria-hidden="true" className="size-3 fill-current" />
            Stop all
            <Kbd keys="escape" className="max-wide:hidden" />
          </Button>
        </Tooltip>
      </>
    );
  }
  return (
    <Tooltip content="Run all columns" shortcut="mod+enter">
      <Button
        variant="primary"
        loading={starting}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        onClick={() => {
          setStarting(true);
          void runAll().finally(() => setStarting(false));
        }}
        className={cx('min-w-26 [&_kbd]:text-accent-ink/85', className)}
      >
        {!starting &&
          (total > 0 ? (
            <RotateCw aria-hidden="true" className="size-3" />
          ) : (
            <Play aria-hidden="true" className="size-3 fill-current" />
          ))}
        Run all
        <Kbd keys="mod+enter" className="max-wide:hidden" />
      </Button>
    </Tooltip>
  );
}

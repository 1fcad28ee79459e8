'use client';

import { Link2, Play, RotateCw, Square } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { useIsUnderWay } from '@/lib/client/compare/comparison-actions';
import { useColumnsPlan } from '@/lib/client/compare/plan-actions';
import { useSession } from '@/lib/client/compare/room-context';
import { AddColumn } from '../columns/add-column';
import { DifferenceControls } from '../differences/difference-controls';
import { useCompareView } from '../view-state';
import { CompareMenu } from './compare-menu';
import { TitleField } from './title-field';
import { useCompareVerbs } from './use-compare-verbs';

/** What the comparison is called, how it is looked at, and what can be done with all of it. */
export function CompareHeader() {
  const { scrollTogether, change } = useCompareView();
  const several = useColumnsPlan(({ columns }) => columns.length > 1);
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-b px-3 py-1.5">
      <TitleField className="min-w-32 flex-1 basis-48 wide:max-w-96" />
      <span className="mr-auto max-wide:hidden" />
      {several && (
        <>
          <DifferenceControls />
          <IconButton
            label="Scroll together"
            pressed={scrollTogether}
            onClick={() => change({ scrollTogether: !scrollTogether })}
            className="max-wide:hidden"
          >
            <Link2 aria-hidden="true" />
          </IconButton>
        </>
      )}
      <AddColumn />
      <CompareMenu />
      <RunAll />
    </header>
  );
}

function RunAll() {
  const { runAll, stopAll } = useCompareVerbs();
  const underWay = useIsUnderWay();
  const done = useSession(({ queue }) => queue.done);
  const total = useSession(({ queue }) => queue.total);
  const [starting, setStarting] = useState(false);
  if (underWay) {
    return (
      <>
        <span className="text-xs whitespace-nowrap text-ink-3 tabular-nums">
          {done} of {total} done
        </span>
        <Tooltip content="Stop all" shortcut="escape">
          <Button onClick={() => void stopAll()} aria-keyshortcuts="Escape" className="min-w-26">
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
        className="min-w-26 [&_kbd]:text-accent-ink/85"
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

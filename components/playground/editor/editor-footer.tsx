'use client';

import { lazy, Suspense } from 'react';
import { cx } from '@/components/ui/cx';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { useDraftSaving } from '@/lib/playground/client/draft-autosave';
import { useDraft } from '@/lib/playground/client/draft-store';
import { RunButton } from '../toolbar/run-button';
import { HiddenInPrompt } from './hidden-when-needed';
import { PromptTraps, StartTextNote } from './notices-when-needed';
import { ScoreButton } from './score-button';
import { TextStats } from './text-stats';

const MaxCost = lazy(async () => ({ default: (await import('./max-cost')).MaxCost }));

/** Under the prompt: its size, a notice about its end, Score and Run (narrow screens have both at their foot). */
export function EditorFooter() {
  const asList = useDraft((draft) => draft.asList);
  const connectionId = useDraft((draft) => draft.connectionId);
  const hydrated = useHydrated();
  const saving = useDraftSaving();
  const isPhone = useMedia(PHONE, false);
  return (
    <div
      className={cx(
        'flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 py-1 pr-2 pl-4 wide:min-h-11',
        // There only notices take a line.
        'phone:min-h-0 phone:py-0 phone:*:my-1',
        asList && 'border-t',
      )}
    >
      {!isPhone && <TextStats className="max-wide:mr-auto phone:hidden" />}
      {hydrated && connectionId !== null && connectionId !== PRACTICE_CONNECTION_ID && (
        <Suspense fallback={null}>
          <MaxCost />
        </Suspense>
      )}
      {!asList && <HiddenInPrompt index={0} />}
      {!asList && <PromptTraps index={0} />}
      <StartTextNote />
      {saving !== 'saved' && (
        <span role="status" className="text-xs text-warn">
          {saving === 'full'
            ? "Not saved: the browser's storage is full. Reloading loses this text."
            : 'Not saved: this browser blocks storage. Reloading loses this text.'}
        </span>
      )}
      <div className="ml-auto flex min-w-0 items-center gap-2 max-wide:tall:hidden">
        <ScoreButton />
        <RunButton />
      </div>
    </div>
  );
}

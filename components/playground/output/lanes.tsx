'use client';

import { useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { useCurrentRun } from '@/lib/client/run-controller';
import type { RunStore } from '@/lib/client/run-store';
import { equalTexts } from '@/lib/client/run-text';
import { type ChoiceView, isLive } from '@/lib/client/run-view';
import { Lane } from './lane';
import { LaneHeader } from './lane-header';
import { laneName } from './lane-name';

const NO_CHOICES: readonly ChoiceView[] = [];

/** One lane a choice, in index order: one fills the pane, several share it and scroll on their own. */
export function Lanes({ store }: { store: RunStore }) {
  const choices = useCurrentRun((view) => view?.choices ?? NO_CHOICES);
  const n = useCurrentRun((view) => view?.ask.request.n ?? 1);
  const prompts = useCurrentRun((view) =>
    Array.isArray(view?.ask.request.prompt) ? view.ask.request.prompt.length : 1,
  );
  const runLives = useCurrentRun((view) => view !== null && isLive(view));
  const several = choices.length > 1;
  // Only once all is said: while texts grow, any two of them may look alike for a moment.
  const same = useMemo(
    () => (runLives || !several ? [] : equalTexts(store.state.choices.map((choice) => choice.text))),
    [store, runLives, several],
  );
  return (
    <div
      className={cx(
        'grid min-h-0 flex-1',
        several
          ? 'auto-rows-[minmax(min(200px,100%),1fr)] grid-cols-[repeat(auto-fit,minmax(min(100%,260px),1fr))] gap-px overflow-y-auto bg-line'
          : 'grid-cols-1',
      )}
    >
      {choices.map((choice) => {
        const name = laneName(choice.index, n, prompts);
        const twin = same[choice.index] ?? null;
        return (
          <Lane
            key={choice.index}
            store={store}
            index={choice.index}
            label={several ? `Completion, ${name}` : 'Completion'}
            hasTokens={choice.hasTokens}
            live={runLives && choice.finishReason === null}
            className="bg-bg"
            header={
              several && (
                <LaneHeader
                  store={store}
                  choice={choice}
                  name={name}
                  sameAs={twin === null ? null : laneName(twin, n, prompts)}
                />
              )
            }
          />
        );
      })}
    </div>
  );
}

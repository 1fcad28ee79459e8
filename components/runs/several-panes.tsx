'use client';

import { type ReactNode, useMemo, useState } from 'react';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import { collapseChoices } from '@/lib/runs/client/collapse-choices';
import type { RunStore } from '@/lib/runs/client/run-store';
import { equalTexts } from '@/lib/runs/client/run-text';
import { type ChoiceView, isLive } from '@/lib/runs/client/run-view';
import { silenceLabel } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { choiceFigures } from '@/lib/runs/model/choice-figures';
import { choiceName } from './choice-name';
import { ChoicePane } from './choice-pane';
import { ChoicePaneHeader } from './choice-pane-header';
import type { DrawnText } from './paint-visible';
import { ShowAll } from './show-all';

const NO_CHOICES: readonly ChoiceView[] = [];

export interface ChoicePanesProps {
  store: RunStore;
  /** Renders the actions of one of several choices, by its name. */
  actions: (choice: ChoiceView, name: string) => ReactNode;
  /** Branches from another token. Absent: not possible here. */
  onBranch?: (at: BranchAt) => void;
  /** Draws over the text of a choice. */
  overlay?: (index: number, text: DrawnText) => ReactNode;
}

/**
 * Several choices: side by side where there is space, else one above the other, each from its beginning.
 * Identical texts are collapsed into one until the user opens them.
 */
export function SeveralPanes({ store, actions, onBranch, overlay }: ChoicePanesProps) {
  const choices = useRunView(store, (view) => view?.choices ?? NO_CHOICES);
  const n = useRunView(store, (view) => view?.startRequest.request.n ?? 1);
  const prompts = useRunView(store, (view) =>
    Array.isArray(view?.startRequest.request.prompt) ? view.startRequest.request.prompt.length : 1,
  );
  const runLives = useRunView(store, (view) => view !== null && isLive(view));
  const complete = useRunView(store, (view) => view?.status === 'complete');
  const unfolded = useToggled(store);
  const opened = useToggled(store);
  // Only after the run has ended: while texts grow, any two may be equal for a moment.
  const { groups, same, figures } = useMemo(() => {
    const ended = runLives ? [] : store.state.choices;
    const texts = ended.map((choice) => choice.text);
    const { request } = store.view().startRequest;
    return {
      groups: collapseChoices(texts, n),
      same: equalTexts(texts),
      figures: ended.map((choice) => choiceFigures(request, choice)),
    };
  }, [store, runLives, n]);
  const hidden = new Set(groups.flatMap((group) => (unfolded.has(group.index) ? [] : group.duplicates)));
  const shown = choices.filter((choice) => !hidden.has(choice.index));

  return (
    <div
      className="grid min-h-0 flex-1 auto-rows-[minmax(min(112px,100%),1fr)] gap-px overflow-y-auto max-wide:pointer-coarse:auto-rows-max"
      style={{ gridTemplateColumns: columns(shown.length) }}
    >
      {shown.map((choice) => {
        const { index } = choice;
        const name = choiceName(index, n, prompts);
        const duplicate = same[index] ?? null;
        const duplicates = groups.find((group) => group.index === index)?.duplicates.length ?? 0;
        return (
          <ChoicePane
            key={index}
            store={store}
            index={index}
            label={`Completion, ${name}`}
            hasTokens={choice.hasTokens}
            live={runLives && choice.finishReason === null}
            onBranch={onBranch}
            overlay={overlay && ((text) => overlay(index, text))}
            silence={complete && !choice.hasText ? silenceLabel('complete', choice.finishReason) : null}
            excerpt={opened.has(index) ? 'open' : 'closed'}
            foot={(text) => (
              <ShowAll
                name={name}
                open={opened.has(index)}
                toggle={() => opened.toggle(index)}
                live={runLives && choice.finishReason === null}
                text={text}
              />
            )}
            // A line on every side rather than a background behind them, so that a free place in the last row
            // stays empty.
            className="bg-bg shadow-[0_0_0_1px_var(--line)] forced-colors:outline"
            header={
              <ChoicePaneHeader
                choice={choice}
                name={name}
                figures={figures[index] ?? null}
                actions={actions(choice, name)}
                sameAs={duplicate === null ? null : choiceName(duplicate, n, prompts)}
                collapsed={
                  duplicates === 0
                    ? null
                    : { duplicates, open: unfolded.has(index), toggle: () => unfolded.toggle(index) }
                }
              />
            }
          />
        );
      })}
    </div>
  );
}

/** Choices of this run that the user has switched on. */
function useToggled(store: RunStore) {
  const [toggled, setToggled] = useState<{ of: RunStore; indices: readonly number[] } | null>(null);
  const indices = toggled?.of === store ? toggled.indices : [];
  return {
    has: (index: number) => indices.includes(index),
    toggle: (index: number) =>
      setToggled({
        of: store,
        indices: indices.includes(index) ? indices.filter((other) => other !== index) : [...indices, index],
      }),
  };
}

/**
 * As many columns as fit, in rows of about equal length. One pixel less than their share allows for rounding.
 */
function columns(count: number): string {
  const most = count <= 3 ? count : count === 4 ? 2 : count <= 6 ? 3 : 4;
  return `repeat(auto-fit, minmax(max(min(100%, 200px), (100% - ${most}px) / ${most}), 1fr))`;
}

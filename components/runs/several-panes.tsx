'use client';

import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import { chooseChoice, rankRun, useChosenChoice, useIsRanked } from '@/lib/runs/client/chosen-choice';
import { collapseChoices } from '@/lib/runs/client/collapse-choices';
import { rankChoices, rankOf } from '@/lib/runs/client/rank-choices';
import type { RunStore } from '@/lib/runs/client/run-store';
import { equalTexts } from '@/lib/runs/client/run-text';
import { type ChoiceView, isLive } from '@/lib/runs/client/run-view';
import { silenceLabel } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { choiceEnding } from '@/lib/runs/model/choice-ending';
import { choiceFigures } from '@/lib/runs/model/choice-figures';
import { choiceName } from './choice-name';
import { ChoicePane } from './choice-pane';
import { ChoicePaneHeader } from './choice-pane-header';
import { OrderChoices, type RankState } from './order-choices';
import type { DrawnText } from './paint-visible';
import { ShowAll } from './show-all';

const NO_CHOICES: readonly ChoiceView[] = [];

export interface ChoicePanesProps {
  store: RunStore;
  /** Renders the actions of one of several choices, by its name. */
  actions: (choice: ChoiceView, name: string) => ReactNode;
  /** Branches from another token. Absent: not possible here. */
  onBranch?: (at: BranchAt) => void;
  /** One of several choices can be chosen, and is then shown alone. */
  choosable?: boolean;
  /** Draws over the text of a choice. */
  overlay?: (index: number, text: DrawnText) => ReactNode;
}

/**
 * Several choices: side by side where there is space, else one above the other, each from its beginning. They are being
 * read while they stream, so nothing changes its place by itself: they stand by number, their ranks are said when the run
 * ends, and they are put in that order and identical ones collapsed into one on request, live as well as later.
 */
export function SeveralPanes({ store, actions, onBranch, overlay, choosable = false }: ChoicePanesProps) {
  const choices = useRunView(store, (view) => view?.choices ?? NO_CHOICES);
  const n = useRunView(store, (view) => view?.startRequest.request.n ?? 1);
  const prompts = useRunView(store, (view) =>
    Array.isArray(view?.startRequest.request.prompt) ? view.startRequest.request.prompt.length : 1,
  );
  const runLives = useRunView(store, (view) => view !== null && isLive(view));
  const complete = useRunView(store, (view) => view?.status === 'complete');
  const folded = useToggled(store);
  const isUnfolded = (index: number) => !folded.has(index);
  const opened = useToggled(store);
  // Only after the run has ended: while texts grow, any two may be equal for a moment.
  const { groups, ranked, means, ranks, same, figures } = useMemo(() => {
    const ended = runLives ? [] : store.state.choices;
    const texts = ended.map((choice) => choice.text);
    const { request } = store.view().startRequest;
    const figures = ended.map((choice) => choiceFigures(request, choice));
    const groups = collapseChoices(texts, n);
    const means = figures.map(({ meanLogprob }) => meanLogprob);
    const ranked = rankChoices(groups, means, n);
    const same = equalTexts(texts);
    const prompts = new Set(groups.map(({ index }) => Math.floor(index / n))).size;
    const known = means.filter((mean) => mean !== null).length;
    const isEmpty = figures.every(({ meanLogprob, characters }) => meanLogprob !== null || characters === 0);
    const few = known === 0 ? 'none' : 'few';
    const unranked = groups.length === prompts ? 'same' : isEmpty ? 'empty' : few;
    const ranks: RankState = runLives ? 'pending' : ranked ? 'known' : unranked;
    return { groups, ranked, means, ranks, same, figures } as const;
  }, [store, runLives, n]);
  const isRanked = useIsRanked(store) && ranked !== null;
  const withRanks =
    n > 1 &&
    choices.length > 1 &&
    (ranked !== null || store.view().startRequest.request.logprobs !== undefined || choices.some(hasTokens));
  const chosen = useChosenChoice(store);
  const alone = choosable && !runLives && chosen !== null ? chosen : null;
  const hidden = new Set(groups.flatMap((group) => (isUnfolded(group.index) ? [] : group.duplicates)));
  const inOrder =
    ranked && isRanked
      ? ranked
          .flatMap(({ index, duplicates }) => [index, ...duplicates])
          .flatMap((index) => choices[index] ?? [])
      : choices;
  const shown =
    alone === null
      ? inOrder.filter((choice) => !hidden.has(choice.index))
      : choices.filter((choice) => choice.index === alone);

  const root = useRef<HTMLDivElement>(null);
  const aloneBefore = useRef(alone);
  // The pressed button goes with the choice: its text is where the keyboard continues.
  useLayoutEffect(() => {
    const pressed = alone ?? aloneBefore.current;
    const isSame = alone === aloneBefore.current;
    aloneBefore.current = alone;
    if (isSame || pressed === null || document.activeElement !== document.body) return;
    const label = labelOfPane(choiceName(pressed, n, prompts));
    root.current?.querySelector<HTMLElement>(`section[aria-label="${CSS.escape(label)}"]`)?.focus();
  });

  const grid = (
    <div
      className="grid min-h-0 flex-1 auto-rows-[minmax(min(112px,100%),1fr)] gap-px overflow-y-auto max-wide:pointer-coarse:auto-rows-max"
      style={{ gridTemplateColumns: columns(shown.length) }}
    >
      {shown.map((choice) => {
        const { index } = choice;
        const name = choiceName(index, n, prompts);
        const duplicate = same[index] ?? null;
        const duplicates =
          alone === null ? (groups.find((group) => group.index === index)?.duplicates.length ?? 0) : 0;
        return (
          <ChoicePane
            key={index}
            store={store}
            index={index}
            label={labelOfPane(name)}
            hasTokens={choice.hasTokens}
            live={runLives && choice.finishReason === null}
            onBranch={onBranch}
            overlay={overlay && ((text) => overlay(index, text))}
            silence={complete && !choice.hasText ? silenceLabel('complete', choice.finishReason) : null}
            // Alone, a choice is as if it were the only one.
            excerpt={alone !== null ? undefined : opened.has(index) ? 'open' : 'closed'}
            foot={(text) =>
              alone === null && (
                <ShowAll
                  name={name}
                  open={opened.has(index)}
                  toggle={() => opened.toggle(index)}
                  live={runLives && choice.finishReason === null}
                  text={text}
                />
              )
            }
            // A line on every side rather than a background behind them, so that a free place in the last row
            // stays empty.
            className="bg-bg shadow-[0_0_0_1px_var(--line)] forced-colors:outline"
            header={
              <ChoicePaneHeader
                ending={choiceEnding(store.view().startRequest.request, choice)}
                name={name}
                chosen={
                  alone === null ? null : { count: choices.length, showAll: () => chooseChoice(store, null) }
                }
                figures={figures[index] ?? null}
                rank={ranked && rankOf(ranked, means, index, n)}
                actions={actions(choice, name)}
                sameAs={duplicate === null ? null : choiceName(duplicate, n, prompts)}
                collapsed={
                  duplicates === 0
                    ? null
                    : { duplicates, open: isUnfolded(index), toggle: () => folded.toggle(index) }
                }
              />
            }
          />
        );
      })}
    </div>
  );
  return (
    <div ref={root} className="flex min-h-0 flex-1 flex-col">
      {alone === null && withRanks && (
        <OrderChoices isRanked={isRanked} onChange={(next) => rankRun(store, next)} ranks={ranks} />
      )}
      {grid}
    </div>
  );
}

function labelOfPane(name: string): string {
  return `Completion, ${name}`;
}

const hasTokens = (choice: ChoiceView) => choice.hasTokens;

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

'use client';

import { type ReactNode, useMemo, useState } from 'react';
import { cx } from '@/components/ui/cx';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import { collapseChoices } from '@/lib/runs/client/collapse-choices';
import type { RunStore } from '@/lib/runs/client/run-store';
import { equalTexts } from '@/lib/runs/client/run-text';
import { type ChoiceView, isLive } from '@/lib/runs/client/run-view';
import { silenceLabel } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { choiceName } from './choice-name';
import { ChoicePane } from './choice-pane';
import { ChoicePaneHeader } from './choice-pane-header';
import type { DrawnText } from './paint-visible';

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
 * One pane per choice, in index order: one fills the space, several share it and scroll on their own.
 * Identical texts are collapsed into one until the user opens them.
 */
export function ChoicePanes({ store, actions, onBranch, overlay }: ChoicePanesProps) {
  const choices = useRunView(store, (view) => view?.choices ?? NO_CHOICES);
  const n = useRunView(store, (view) => view?.startRequest.request.n ?? 1);
  const prompts = useRunView(store, (view) =>
    Array.isArray(view?.startRequest.request.prompt) ? view.startRequest.request.prompt.length : 1,
  );
  const runLives = useRunView(store, (view) => view !== null && isLive(view));
  const complete = useRunView(store, (view) => view?.status === 'complete');
  const [expanded, setExpanded] = useState<{ of: RunStore; indices: readonly number[] } | null>(null);
  const several = choices.length > 1;
  // Only after the run has ended: while texts grow, any two may be equal for a moment.
  const { groups, same } = useMemo(() => {
    const texts = runLives || !several ? [] : store.state.choices.map((choice) => choice.text);
    return { groups: collapseChoices(texts, n), same: equalTexts(texts) };
  }, [store, runLives, several, n]);
  const open = expanded?.of === store ? expanded.indices : [];
  const hidden = new Set(
    groups.flatMap((collapsed) => (open.includes(collapsed.index) ? [] : collapsed.duplicates)),
  );
  const shown = choices.filter((choice) => !hidden.has(choice.index));

  function toggle(index: number): void {
    const indices = open.includes(index) ? open.filter((other) => other !== index) : [...open, index];
    setExpanded({ of: store, indices });
  }

  return (
    <div
      className={cx(
        'grid min-h-0 flex-1',
        several
          ? 'auto-rows-[minmax(min(200px,100%),1fr)] gap-px overflow-y-auto max-wide:pointer-coarse:auto-rows-max'
          : 'grid-cols-1',
      )}
      style={several ? { gridTemplateColumns: columns(shown.length) } : undefined}
    >
      {shown.map((choice) => {
        const name = choiceName(choice.index, n, prompts);
        const duplicate = same[choice.index] ?? null;
        const duplicates =
          groups.find((collapsed) => collapsed.index === choice.index)?.duplicates.length ?? 0;
        return (
          <ChoicePane
            key={choice.index}
            store={store}
            index={choice.index}
            label={several ? `Completion, ${name}` : 'Completion'}
            hasTokens={choice.hasTokens}
            live={runLives && choice.finishReason === null}
            onBranch={onBranch}
            overlay={overlay && ((text) => overlay(choice.index, text))}
            silence={complete && !choice.hasText ? silenceLabel('complete', choice.finishReason) : null}
            // A line on every side rather than a background behind them, so that a free place in the last row
            // stays empty.
            className={cx('bg-bg', several && 'shadow-[0_0_0_1px_var(--line)] forced-colors:outline')}
            header={
              several && (
                <ChoicePaneHeader
                  choice={choice}
                  name={name}
                  actions={actions(choice, name)}
                  sameAs={duplicate === null ? null : choiceName(duplicate, n, prompts)}
                  collapsed={
                    duplicates === 0
                      ? null
                      : { duplicates, open: open.includes(choice.index), toggle: () => toggle(choice.index) }
                  }
                />
              )
            }
          />
        );
      })}
    </div>
  );
}

/**
 * As many columns as fit, in rows of about equal length. One pixel less than their share allows for rounding.
 */
function columns(count: number): string {
  const max = count <= 3 ? count : count === 4 ? 2 : count <= 6 ? 3 : 4;
  return `repeat(auto-fit, minmax(max(min(100%, 260px), (100% - ${max}px) / ${max}), 1fr))`;
}

'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import { cx } from '@/components/ui/cx';
import { type ChoiceView, isLive } from '@/lib/runs/client/run-view';
import { silenceLabel } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { ChoicePane } from './choice-pane';
import type { ChoicePanesProps } from './several-panes';

// Most runs have one choice. If it fails to load, the texts can still be read.
const SeveralPanes = lazy(async (): Promise<{ default: ComponentType<ChoicePanesProps> }> => {
  const loaded = await import('./several-panes').catch(() => null);
  return { default: loaded?.SeveralPanes ?? PlainPanes };
});

const NO_CHOICES: readonly ChoiceView[] = [];

/** One pane per choice, in index order: one fills the space, several share it. */
export function ChoicePanes(props: ChoicePanesProps) {
  const several = useRunView(props.store, (view) => view !== null && view.choices.length > 1);
  if (!several) return <PlainPanes {...props} />;
  return (
    <Suspense fallback={<div className="flex-1" />}>
      <SeveralPanes {...props} />
    </Suspense>
  );
}

function PlainPanes({ store, onBranch, overlay }: ChoicePanesProps) {
  const choices = useRunView(store, (view) => view?.choices ?? NO_CHOICES);
  const runLives = useRunView(store, (view) => view !== null && isLive(view));
  const complete = useRunView(store, (view) => view?.status === 'complete');
  return (
    // Several only when the code of their panes did not load: then they scroll together.
    <div
      className={cx(
        'grid min-h-0 flex-1 grid-cols-1',
        choices.length > 1 && 'auto-rows-[minmax(9rem,1fr)] divide-y overflow-y-auto',
      )}
    >
      {choices.map((choice) => (
        <ChoicePane
          key={choice.index}
          store={store}
          index={choice.index}
          label="Completion"
          hasTokens={choice.hasTokens}
          live={runLives && choice.finishReason === null}
          onBranch={onBranch}
          overlay={overlay && ((text) => overlay(choice.index, text))}
          silence={complete && !choice.hasText ? silenceLabel('complete', choice.finishReason) : null}
          className="bg-bg"
        />
      ))}
    </div>
  );
}

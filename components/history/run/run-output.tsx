'use client';

import '@/components/runs/output.css';
import { type ComponentProps, type ComponentType, lazy, Suspense } from 'react';
import { ChoicePanes } from '@/components/runs/choice-panes';
import { PromptToggle } from '@/components/runs/prompt-toggle';
import { RunAnnouncer } from '@/components/runs/run-announcer';
import { RunProblem } from '@/components/runs/run-problem';
import type { ScoreBarProps } from '@/components/runs/score/score-bar';
import { StatusLine } from '@/components/runs/status-line';
import { TokenControls } from '@/components/runs/token-controls';
import { WhatIfPanel } from '@/components/runs/what-if/what-if-switch';
import { CopyButton } from '@/components/ui/copy-button';
import { cx } from '@/components/ui/cx';
import { useHydrated } from '@/lib/platform/client/use-hydrated';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import { hasPromptAround } from '@/lib/runs/client/prompt-around';
import type { RunStore } from '@/lib/runs/client/run-store';
import { allText } from '@/lib/runs/client/run-text';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { whatIfOf } from '@/lib/runs/client/what-if';

// Few runs score their prompt. If it fails to load, the output can still be read.
const ScoreBar = lazy(async (): Promise<{ default: ComponentType<ScoreBarProps> }> => {
  const loaded = await import('@/components/runs/score/score-bar').catch(() => null);
  return { default: loaded?.ScoreBar ?? (() => null) };
});
const ScoredRunPicker = lazy(async () => ({
  default: (await import('../scored-run-picker')).ScoredRunPicker,
}));

export interface RunOutputProps {
  store: RunStore;
  /** False while its probabilities are loading. */
  whole: boolean;
  onBranch: (at: BranchAt) => void;
  onAgain: () => void;
  className?: string;
}

/** Everything that the model wrote, as the playground shows it. */
export function RunOutput({ store, whole, onBranch, onAgain, className }: RunOutputProps) {
  const hydrated = useHydrated();
  const count = useRunView(store, (view) => view?.choices.length ?? 0);
  const hasText = useRunView(store, (view) => view?.choices.some((choice) => choice.hasText) ?? false);
  const live = useRunView(store, (view) => view !== null && isLive(view));
  const failed = useRunView(store, (view) => view !== null && (view.error !== null || view.refusal !== null));
  return (
    <section aria-label="Output" className={cx('flex min-h-0 min-w-0 flex-col', className)}>
      <header className="@container flex min-h-9 shrink-0 flex-wrap items-center justify-end gap-1 border-b py-1 pr-2 pl-4 pointer-coarse:min-h-11">
        <h2 className="mr-auto text-xs font-medium text-ink-2">Output</h2>
        {whole && <TokenControls store={store} />}
        {hasPromptAround(store.view().startRequest.request) && (hasText || live) && <PromptToggle />}
        <CopyButton
          text={() => allText(store.state)}
          label={count > 1 ? 'Copy all' : 'Copy completion'}
          wordFrom="640"
          disabled={!hasText}
        />
      </header>
      <WhatIfPanel store={whatIfOf(store)} />
      {whole && (
        <Suspense fallback={null}>
          <ScoreBar store={store} pickRun={(props) => <PickRun {...props} />} />
        </Suspense>
      )}
      {(hasText || live || !failed) && (
        <ChoicePanes
          store={store}
          onBranch={onBranch}
          actions={(choice, name) => (
            <CopyButton
              text={() => store.state.choices[choice.index]?.text ?? ''}
              label={`Copy ${name}`}
              disabled={!choice.hasText}
            />
          )}
        />
      )}
      <RunProblem store={store} fills={!hasText && !live} onAgain={onAgain} />
      {/* The status of a live run depends on the time, and the server does not know the reader's. */}
      <StatusLine store={hydrated ? store : null} withReceipt={false} />
      <RunAnnouncer store={store} />
    </section>
  );
}

function PickRun(props: ComponentProps<typeof ScoredRunPicker>) {
  return (
    <Suspense fallback={null}>
      <ScoredRunPicker {...props} />
    </Suspense>
  );
}

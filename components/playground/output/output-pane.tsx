'use client';

import '../../runs/output.css';
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import { OutputEmpty } from '@/components/runs/output-empty';
import { RunAnnouncer } from '@/components/runs/run-announcer';
import { RunProblem } from '@/components/runs/run-problem';
import type { ChoicePanesProps } from '@/components/runs/several-panes';
import { cx } from '@/components/ui/cx';
import { toast } from '@/components/ui/toast';
import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { draftHasText } from '@/lib/playground/client/draft';
import { useDraft } from '@/lib/playground/client/draft-store';
import { regenerate, useCurrentRun, useCurrentStore } from '@/lib/playground/client/run-controller';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import { focusField } from '@/lib/runs/client/parameter-errors';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import type { ChoiceActionsProps } from './output-actions';
import { OutputHeader } from './output-header';
import { OutputStatus } from './output-status';
import { PracticeNote } from './practice-note';

// Loaded with the first run. If it fails to load, the output can still be read.
const OutputNotes = lazy(async (): Promise<{ default: ComponentType<{ store: RunStore }> }> => {
  const loaded = await import('./output-notes').catch(() => null);
  return { default: loaded?.OutputNotes ?? (() => null) };
});
const OtherSettingsNote = lazy(async (): Promise<{ default: ComponentType<{ store: RunStore }> }> => {
  const loaded = await import('./output-notes').catch(() => null);
  return { default: loaded?.OtherSettingsNote ?? (() => null) };
});
// Only for runs with probabilities.
const TapLine = lazy(async (): Promise<{ default: ComponentType }> => {
  const loaded = await import('./tap-line').catch(() => null);
  return { default: loaded?.TapLine ?? (() => null) };
});
// Waited for together with the panes of several choices: arriving later, it would move their texts.
const ChoiceActions = lazy(async (): Promise<{ default: ComponentType<ChoiceActionsProps> }> => {
  const loaded = await import('./output-actions').catch(() => null);
  return { default: loaded?.ChoiceActions ?? (() => null) };
});

export interface OutputPaneProps {
  /** A run is being opened, so the pane must not say that there is none. */
  opening?: boolean;
  className?: string;
}

/** The output of the current run with its status and problems. Fills the height that it is given. */
export function OutputPane({ opening = false, className }: OutputPaneProps) {
  const store = useCurrentStore();
  const hasText = useCurrentRun((view) => view?.choices.some((choice) => choice.hasText) ?? false);
  const hasTokens = useCurrentRun((view) => view?.choices.some((choice) => choice.hasTokens) ?? false);
  const live = useCurrentRun((view) => view !== null && isLive(view));
  const isHydrated = useHydrated();
  // Most pages come up with a prompt, and the first one does: the server's is taken to have one.
  const hasPrompt = useDraft(draftHasText) || !isHydrated;
  const failed = useCurrentRun((view) => view !== null && (view.error !== null || view.refusal !== null));
  return (
    // It takes the focus of what goes with a press that starts a run.
    <section
      aria-label="Output"
      tabIndex={-1}
      className={cx('flex min-h-0 min-w-0 flex-col bg-bg -outline-offset-2', className)}
    >
      <OutputHeader />
      {store && (
        <Suspense fallback={null}>
          <OutputNotes store={store} />
        </Suspense>
      )}
      {store && (hasText || live || !failed) && (
        <Panes
          store={store}
          actions={(choice, name) => (
            <ChoiceActions
              store={store}
              index={choice.index}
              disabled={!choice.hasText}
              name={name}
              choosable
            />
          )}
          onBranch={(at) => branchFrom(store, at)}
          choosable
        />
      )}
      {!store &&
        (opening ? (
          <div className="flex-1" />
        ) : (
          <OutputEmpty hasPrompt={hasPrompt}>
            <PracticeNote />
          </OutputEmpty>
        ))}
      <RunProblem store={store} fills={!hasText && !live} onAgain={regenerate} onField={focusField} />
      {store && (
        <Suspense fallback={null}>
          {hasTokens && <TapLine />}
          <OtherSettingsNote store={store} />
        </Suspense>
      )}
      <OutputStatus store={store} opening={opening} />
      <RunAnnouncer store={store} />
    </section>
  );
}

type PanesOf = ComponentType<ChoicePanesProps>;
let ready: PanesOf | null = null;

/** The panes of a run, loaded with the first one while its request is on the way; each run tries again. */
function Panes(props: ChoicePanesProps) {
  const { store } = props;
  const [loaded, setLoaded] = useState(() => ready);
  const [failed, setFailed] = useState<RunStore | null>(null);
  useEffect(() => {
    import('@/components/runs/choice-panes').then(
      ({ ChoicePanes }) => {
        ready = ChoicePanes;
        setLoaded(() => ready);
      },
      () => setFailed(store),
    );
  }, [store]);
  const ChoicePanes = loaded;
  if (ChoicePanes) return <ChoicePanes {...props} />;
  return (
    <p role={failed === store ? 'alert' : undefined} className="flex-1 px-4 py-3 text-ink-2">
      {failed === store &&
        "Couldn't load the output. Check your network, then reload the page: the run is saved."}
    </p>
  );
}

function branchFrom(store: RunStore, at: BranchAt): void {
  import('../branch-here').then(
    ({ branchHere }) => branchHere(store, at),
    () => toast("Couldn't load this. Check your network.", { tone: 'bad' }),
  );
}

'use client';

import { ArrowLeft } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';
import { toast } from '@/components/ui/toast';
import { useDeleteRun } from '@/lib/history/client/history';
import { useLastList } from '@/lib/history/client/last-list';
import { type LineageStep, lineageMemberAt } from '@/lib/history/client/lineage-layout';
import { useRunEdits } from '@/lib/history/client/run-edits';
import { type KnownLineage, useRunLineage } from '@/lib/history/client/run-lineage';
import { useRunShortcuts } from '@/lib/history/client/run-shortcuts';
import type { RunLineage as Lineage } from '@/lib/history/model/run-lineage';
import { useMedia, WIDE } from '@/lib/platform/client/use-media';
import { branchRun, type DerivedRun } from '@/lib/runs/client/branch-run';
import { useDeriveRun } from '@/lib/runs/client/derive-run';
import { onRunsChangedElsewhere } from '@/lib/runs/client/run-channel';
import { isLive } from '@/lib/runs/client/run-view';
import { sameRun } from '@/lib/runs/client/same-run';
import { useShownRun } from '@/lib/runs/client/shown-run';
import { useRunView } from '@/lib/runs/client/use-run-view';
import type { RequestChanges } from '@/lib/runs/model/request-changes';
import type { RunDetail, RunEdit } from '@/lib/runs/model/runs';
import { useDeleteWithLinks } from '../delete-with-links';
import { RunAbout } from './run-about';
import { RunActions } from './run-actions';
import { RunAnswer } from './run-answer';
import { RunFacts } from './run-facts';
import { RunLineage } from './run-lineage';
import { RunNote } from './run-note';
import { RunOutput } from './run-output';
import { RunPrompt } from './run-prompt';
import { RunReceipt } from './run-receipt';
import { RunSection } from './run-section';
import { RunSettings } from './run-settings';
import { RunTags } from './run-tags';
import { RunTimeline } from './run-timeline';
import { RunTitle } from './run-title';

const CompareDialog = lazy(async () => ({ default: (await import('./compare-dialog')).CompareDialog }));
const RequestCodeDialog = lazy(async () => ({
  default: (await import('@/components/playground/code/request-code-dialog')).RequestCodeDialog,
}));

/** How long the page offers to undo a deletion. */
const UNDO_MS = 10_000;

export interface RunScreenProps {
  run: RunDetail;
  /** False: the probabilities were left out and are loaded later. */
  whole: boolean;
  parent: { readonly id: string; readonly name: string; readonly changes: RequestChanges } | null;
  /** As the server knew it. Null: it could not be read, and is asked for. */
  lineage: Lineage | null;
  /** Distinguishes this answer of the server from others; milliseconds since the epoch. */
  loadedAt: number;
  /** The share button; null id: the run has not ended. */
  share: (runId: string | null, onClosed: () => void) => ReactNode;
  /** More actions on the run. */
  actions?: ReactNode;
}

/** One run in full: its request, its output, and its owner's title, note and tags. */
export function RunScreen({
  run,
  whole: loadedWhole,
  parent,
  lineage: knownLineage,
  loadedAt,
  share,
  actions,
}: RunScreenProps) {
  const router = useRouter();
  const known = useKnownLineage(knownLineage, loadedAt);
  useFreshAnswer(loadedAt);
  const { store, whole, stop } = useShownRun(run, loadedWhole);
  const { edited, edit } = useRunEdits(run);
  const wide = useMedia(WIDE, true);
  const lineage = useRunLineage(run.id, known);
  const list = useLastList();
  const { remove, restore } = useDeleteRun();
  const { derive } = useDeriveRun(toastError);
  const [layer, setLayer] = useState<'compare' | 'code' | null>(null);
  const live = useRunView(store, (view) => view !== null && isLive(view));
  const [wasLive] = useState(live);
  const stopping = useRunView(store, (view) => view?.stopping ?? false);
  // Attempts and timings come with events that change the view.
  const view = useRunView(store, (current) => current);

  const apply = (change: RunEdit) => void edit(change).catch(toastError);
  const start = (derived: DerivedRun | null) => derived && derive(derived, run.connectionName);
  const walk = (step: LineageStep): boolean => {
    const target = lineage && lineageMemberAt(lineage.members, run.id, step);
    if (target) router.push(`/history/${target}`);
    return Boolean(target);
  };
  useRunShortcuts({
    parent: () => walk('parent'),
    child: () => walk('child'),
    previous: () => walk('previous'),
    next: () => walk('next'),
  });

  const { deleteRuns, question } = useDeleteWithLinks((_runs, links) => {
    remove(run, links).then(() => {
      toast('Run deleted.', {
        duration: UNDO_MS,
        action: { label: 'Undo', onClick: () => void restore(run).catch(toastError) },
      });
      router.push(list);
    }, toastError);
  });
  const closeLayer = () => setLayer(null);

  return (
    <main
      id="main"
      tabIndex={-1}
      className="flex min-h-[calc(100dvh-44px)] flex-col outline-none wide:fills-window"
    >
      <div className="flex shrink-0 flex-wrap items-start justify-between gap-x-6 gap-y-2 border-b px-4 py-2">
        <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
          <Link
            href={list}
            className="inline-flex w-fit items-center gap-1 rounded-sm text-xs text-ink-3 hover:text-ink pointer-coarse:-my-3 pointer-coarse:py-3"
          >
            <ArrowLeft aria-hidden="true" className="size-3" />
            {list === '/history' ? 'All history' : 'History'}
          </Link>
          <RunTitle
            edited={edited}
            promptPreview={run.promptPreview}
            onTitle={(title) => apply({ title })}
            onStar={(starred) => apply({ starred })}
          />
          <div className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 max-wide:hidden">
            <RunFacts run={run} />
            <RunTags tags={edited.tags} onChange={(tags) => apply({ tags })} />
          </div>
          <RunAbout
            run={run}
            edited={edited}
            onTags={(tags) => apply({ tags })}
            onNote={(note, leaving) => edit({ note }, leaving)}
            className="wide:hidden"
          />
        </div>
        <RunActions
          runId={run.id}
          live={live}
          stopping={stopping}
          onStop={() => void stop().catch(toastError)}
          onCompare={() => setLayer('compare')}
          onCode={() => setLayer('code')}
          onDelete={() => deleteRuns([run])}
        >
          {share(live ? null : run.id, () => router.refresh())}
          {actions}
        </RunActions>
      </div>
      <div className="flex min-h-0 flex-1 flex-col wide:flex-row">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <RunPrompt
            request={run.request}
            change={parent?.changes.prompt ?? null}
            className="max-h-[max(40dvh,14rem)] shrink-0 border-b wide:tall:max-h-[38%]"
          />
          <RunOutput
            store={store}
            whole={whole}
            onBranch={(at) => start(branchRun(store, at))}
            onAgain={() => start(sameRun(store))}
            // While it grows, nothing below it moves.
            className={cx(
              wasLive ? 'h-[max(70dvh,20rem)]' : 'max-h-[max(70dvh,20rem)] short:h-[max(70dvh,20rem)]',
              'wide:tall:h-auto wide:tall:max-h-none wide:tall:flex-1',
            )}
          />
        </div>
        <aside
          aria-label="About this run"
          className="shrink-0 border-t wide:w-[360px] wide:tall:overflow-y-auto wide:border-t-0 wide:border-l"
        >
          {/* Beside the tags, and in sight however long the rest is. */}
          {wide && (
            <RunSection title="Note" className="max-wide:hidden">
              <RunNote note={edited.note} onSave={(note, leaving) => edit({ note }, leaving)} />
            </RunSection>
          )}
          {lineage && lineage.members.length > 1 && (
            <RunLineage runId={run.id} lineage={lineage} onWalk={walk} />
          )}
          <RunSettings run={run} parent={parent} />
          <RunTimeline
            timings={store.state.timings}
            attempts={view?.attempts ?? []}
            pace={run.pace}
            live={live}
          />
          <RunReceipt store={store} whole={whole} />
          <RunAnswer store={store} />
        </aside>
      </div>
      {question}
      <Suspense fallback={null}>
        {layer === 'compare' && <CompareDialog runId={run.id} parent={parent} onClose={closeLayer} />}
        {layer === 'code' && (
          <RequestCodeDialog
            built={{ request: run.request, ...(run.retries ? { retries: run.retries } : {}) }}
            connectionId={run.connectionId}
            onClose={closeLayer}
          />
        )}
      </Suspense>
    </main>
  );
}

/** Server answers that a page has been drawn from. */
const seen = new Set<number>();

/** An answer that a page has been drawn from before may be older than what this browser knows by now. */
function useKnownLineage(lineage: Lineage | null, loadedAt: number): KnownLineage | null {
  return useMemo(() => lineage && { lineage, at: seen.has(loadedAt) ? 0 : Date.now() }, [lineage, loadedAt]);
}

/**
 * On the way back, the router shows an old answer, so the owner's title, note and tags are loaded again. The
 * same happens on return from another tab, so that an edit here does not overwrite a newer one.
 */
function useFreshAnswer(loadedAt: number): void {
  const router = useRouter();
  useEffect(() => {
    let isStale = false;
    const forget = onRunsChangedElsewhere(() => {
      isStale = true;
    });
    const look = () => {
      if (!isStale || document.visibilityState === 'hidden') return;
      isStale = false;
      router.refresh();
    };
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      forget();
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [router]);
  useEffect(() => {
    if (seen.has(loadedAt)) router.refresh();
    seen.add(loadedAt);
  }, [loadedAt, router]);
}

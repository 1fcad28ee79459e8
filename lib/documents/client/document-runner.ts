import type { StoreApi } from 'zustand/vanilla';
import type { NodeId } from '@/lib/documents/model/document-tree';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { getDraft } from '@/lib/playground/client/draft-store';
import { getCurrentStore, isRunning, openRun, start, stopRun } from '@/lib/playground/client/run-controller';
import { expectedChoices } from '@/lib/protocol/request/completion-request';
import { showParameterError } from '@/lib/runs/client/parameter-errors';
import { fetchRun } from '@/lib/runs/client/run-detail';
import { type RunSession, storeOfRun } from '@/lib/runs/client/run-session';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { completeGeneration } from './complete-generation';
import {
  type Continuation,
  continuationAt,
  continuationFrom,
  type TextRange,
  type TokenCut,
} from './continuation';
import { chooseFillIn } from './fill-in-choice';
import type { OpenDocument } from './open-document';
import { prepareContinuation } from './prepare-continuation';
import { type RankedChoice, rankAlternatives } from './rank-alternatives';
import { type Regeneration, regenerationOf } from './regeneration';
import type { RunRecords } from './run-records';

export interface RunnerState {
  /** The run that this page started last here. */
  readonly store: RunStore | null;
  /** A server that was sent the text after the cursor has refused it. */
  readonly suffixRefused: boolean;
  /** The texts of runs with several choices, by run: the choices in their order, and how often each came. */
  readonly alternatives: Readonly<
    Record<string, readonly { readonly choice: number; readonly times: number }[]>
  >;
}

/** Runs that write into a document. One at a time: it is the page's current run. */
export interface DocumentRunner {
  readonly state: StoreApi<RunnerState>;
  /** At a cursor, or in the place of a stretch. */
  continueAt(range: TextRange, connectionName: string | null): void;
  /** Cuts at a token, and goes on with another text. */
  branchAt(cut: TokenCut, connectionName: string | null): void;
  /** Another text in the place of the last generation. Returns what it did, or why it did nothing. */
  regenerate(connectionName: string | null): Regeneration;
  /** Ranks the choices of a run that this page has not seen end; what is known of it is loaded first. */
  rank(runId: string): void;
  /** The same once more, without sending the text after the cursor. */
  runWaiting(): void;
  /** Shows the run of a generation that was open when the document was: so that it can be stopped. */
  resume(): void;
  /** Ends the run, and keeps what came. */
  stop(): Promise<void>;
}

export function createDocumentRunner({ session }: OpenDocument, records: RunRecords): DocumentRunner {
  const state = createBrowserStore<RunnerState>({
    store: null,
    suffixRefused: false,
    alternatives: {},
  });
  let last: {
    /** A cursor or a stretch. Null: the place of a token, or of an earlier generation. */
    readonly range: TextRange | null;
    readonly place: Continuation;
    readonly connectionName: string | null;
  } | null = null;

  function begin(place: Continuation, connectionName: string | null, range: TextRange | null): void {
    const prepared = prepareContinuation(getDraft(), place);
    if (!prepared.ok) {
      const blamed = prepared.issues.find((issue) => issue.field !== 'connection');
      if (blamed) showParameterError(blamed.field, blamed.message);
      return;
    }
    // After a refusal the text is back at the step before: the place is meant in the text as it is now.
    const { parentId = session.view().head } = place.step;
    last = { range, place: { ...place, step: { ...place.step, parentId } }, connectionName };
    state.setState({ suffixRefused: false });
    const from = session.view().head;
    const { id } = session.generate(place.step);
    const run = start(prepared.run, connectionName, false, true, false);
    state.setState({ store: run.store });
    void follow(id, run, from);
  }

  /** @param from where the text was before the generation */
  async function follow(id: string, run: RunSession, from: NodeId): Promise<void> {
    const { store } = run;
    const text = () => store.state.choices[0]?.text ?? '';
    let detach: (() => void) | null = null;
    const growTo = (whole: string) => session.growTo(id, whole);
    // Text waits until its run has a name: without one, nobody could say where it comes from.
    const watch = () => {
      const { runId } = store.view();
      if (detach || runId === null) return;
      session.nameRun(id, runId, 0);
      records.add(runId, store.state, store.view().startRequest.request);
      detach = store.attachText(0, { append: () => growTo(text()), replace: growTo });
    };
    const forget = store.subscribe(watch);
    watch();
    await run.done;
    store.flush();
    growTo(text());
    forget();
    (detach as (() => void) | null)?.();
    // The page shows another run, and this one goes on.
    if (isLive(store.view())) {
      const step = session.view().tree.nodes.get(id);
      if (step) await completeGeneration(session, step, new AbortController().signal);
      const whole = await wholeRun(store);
      if (whole) addAlternatives(id, whole, from);
      return;
    }
    session.endGeneration(id);
    addAlternatives(id, store, from);
    const { error, startRequest } = store.view();
    const isRefused =
      error?.status !== null && error?.status !== undefined && [400, 422, 501].includes(error.status);
    if (isRefused && text() === '' && startRequest.request.suffix !== undefined)
      state.setState({ suffixRefused: true });
  }

  /** The other choices become siblings; the best one is shown, unless the person has gone on writing. */
  function addAlternatives(id: string, store: RunStore, from: NodeId): void {
    const { runId } = store.view();
    const ranked = rankAlternatives(store.state, store.view().startRequest.request);
    if (runId === null || store.state.choices.length < 2 || ranked.length === 0) return;
    const ids = new Map<number, string>([[0, id]]);
    const first = session.view().tree.nodes.get(id);
    for (const { choice, text } of ranked) {
      // The one that was shown while it came.
      if (choice === 0 && first?.pruned === false) continue;
      const added = session.addSibling(id, choice, text);
      if (added !== null) ids.set(choice, added);
    }
    note(runId, ranked);
    const { head, typed } = session.view();
    const best = ids.get(ranked[0]?.choice ?? 0);
    const isUntouched =
      typed.length === 0 && (head === id || (first?.pruned && (head === first.parentId || head === from)));
    if (best !== undefined && best !== head && isUntouched) session.showChoice(best, id);
  }

  function note(runId: string, ranked: readonly RankedChoice[]): void {
    const alternatives = ranked.map(({ choice, times }) => ({ choice, times }));
    state.setState({ alternatives: { ...state.getState().alternatives, [runId]: alternatives } });
  }

  /** Runs whose choices are to be ranked as soon as they are loaded. */
  const unranked = new Set<string>();
  function rank(runId: string): void {
    if (runId in state.getState().alternatives) return;
    const run = records.runOf(runId);
    unranked.delete(runId);
    if (run) note(runId, rankAlternatives(run.state, run.request));
    else unranked.add(runId);
  }
  records.onLoad(() => {
    for (const runId of unranked) if (records.requestOf(runId) !== null) rank(runId);
  });

  function continueAt(range: TextRange, connectionName: string | null): void {
    if (isRunning()) return;
    begin(continuationAt(session.view().text, range), connectionName, range);
  }

  return {
    state,
    continueAt,
    rank,
    branchAt(cut, connectionName) {
      if (isRunning()) return;
      session.seal();
      const { tree, head, text } = session.view();
      begin(continuationFrom(tree, head, text, cut), connectionName, null);
    },
    regenerate(connectionName) {
      session.seal();
      const { tree, head, text } = session.view();
      const found = isRunning() ? { blocked: 'A run is in progress' } : regenerationOf(tree, head, text);
      if ('place' in found) begin(found.place, connectionName, null);
      return found;
    },
    runWaiting() {
      const { connectionId, model } = getDraft();
      chooseFillIn(connectionId, model, 'waits');
      if (isRunning()) return;
      const { length } = session.view().text.text;
      if (last !== null && last.range === null) {
        begin(last.place, last.connectionName, null);
        return;
      }
      const range = last?.range ?? { from: length, to: length };
      const clamp = (at: number) => Math.min(at, length);
      continueAt({ from: clamp(range.from), to: clamp(range.to) }, last?.connectionName ?? null);
    },
    resume() {
      const { generating, tree } = session.view();
      const runId = generating === null ? null : (tree.nodes.get(generating)?.runId ?? null);
      if (runId === null || isRunning()) return;
      openRun(runId, false).then(
        (run) => run && state.setState({ store: getCurrentStore() }),
        // The generation follows its run by itself, and says so in its text.
        () => undefined,
      );
    },
    stop: stopRun,
  };
}

/** A run with several choices that has ended without this page following it. Null: it has one choice, or is gone. */
async function wholeRun(store: RunStore): Promise<RunStore | null> {
  const { runId, startRequest } = store.view();
  if (runId === null || expectedChoices(startRequest.request) < 2) return null;
  const run = await fetchRun(runId).catch(() => null);
  return run && storeOfRun(run);
}

'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { newUuid } from '@/lib/platform/client/uuid';
import type { DerivedRun } from '@/lib/runs/client/branch-run';
import { clearParameterErrors, showParameterError } from '@/lib/runs/client/parameter-errors';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';
import { fetchRun } from '@/lib/runs/client/run-detail';
import { openSession, type RunSession, startSession } from '@/lib/runs/client/run-session';
import type { RunStore } from '@/lib/runs/client/run-store';
import { noteRunOfTab, putRunInUrl } from '@/lib/runs/client/run-url';
import { isLive, type RunView } from '@/lib/runs/client/run-view';
import { sameRun } from '@/lib/runs/client/same-run';
import type { RunDetail, StartRun } from '@/lib/runs/model/runs';
import type { Draft } from './draft';
import { type DraftIssue, prepareRun } from './draft-run';
import { changeDraft, getDraft } from './draft-store';
import { openRunInDraft } from './opened-run';

interface CurrentRun {
  readonly session: RunSession | null;
  readonly view: RunView | null;
}

/** The run that the page shows. One at a time; closing a run does not end it. */
const shown = createBrowserStore<CurrentRun>({ session: null, view: null });
let unsubscribe: () => void = () => undefined;
/** Those that a reload does not come back to: a document's. */
const beside = new WeakSet<RunSession>();

function current(): RunSession | null {
  return shown.getState().session;
}

function show(session: RunSession | null): void {
  if (current() === session) return;
  unsubscribe();
  current()?.close();
  const views = session?.store.views;
  unsubscribe = views?.subscribe((view) => shown.setState({ view })) ?? (() => undefined);
  shown.setState({ session, view: views?.getState() ?? null });
}

/** A part of the current run's view, null without one; re-renders only when that part changes. */
export function useCurrentRun<Value>(select: (view: RunView | null) => Value): Value {
  return useStore(shown, ({ view }) => select(view));
}

/** The current run's store, for code that draws text outside React. */
export function useCurrentStore(): RunStore | null {
  return useStore(shown, ({ session }) => session?.store ?? null);
}

/** The current run, where a reload comes back to it: one of the prompt, and not one that writes into a document. */
export function getRunOfPrompt(): RunView | null {
  const session = current();
  return session && !beside.has(session) ? session.store.view() : null;
}

/** Called when another run is shown, and with each change of the one that is. Returns what ends that. */
export const subscribeRuns = shown.subscribe;

export function getCurrentStore(): RunStore | null {
  return current()?.store ?? null;
}

export function getCurrentRun(): RunView | null {
  return current()?.store.view() ?? null;
}

export type RunDraftResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly issues: readonly DraftIssue[] };

/**
 * Runs the draft. What prevents it is returned, and shown at the first control at fault. While a run is
 * going, no second one is started.
 */
export function runDraft(connectionName: string | null = null): RunDraftResult {
  if (isRunning()) return { ok: true };
  const prepared = prepareRun();
  if (!prepared.ok) {
    const blamed = prepared.issues.find((issue) => issue.field !== 'connection');
    if (blamed) showParameterError(blamed.field, blamed.message);
    return prepared;
  }
  start(prepared.run, connectionName, true);
  return { ok: true };
}

/** Repeats the current run with the same request. Returns false when there is none to repeat. */
export function regenerate(): boolean {
  const store = current()?.store;
  const run = store && sameRun(store);
  if (!store || !run) return false;
  start({ ...run, ...(getDraft().background ? { background: true } : {}) }, connectionNameOf(store), false);
  return true;
}

/**
 * Starts a run that branches from the one in the store; the editor takes its prompt and settings. Returns the
 * previous draft when its text or its parameters are saved nowhere else.
 */
export function startBranch(store: RunStore, run: DerivedRun): Draft | null {
  if (!run.parentId) return null;
  const { connectionId, request, retries = null } = run;
  const unsaved = openRunInDraft({ id: run.parentId, connectionId, request, retries });
  start({ ...run, ...(getDraft().background ? { background: true } : {}) }, connectionNameOf(store), true);
  return unsaved;
}

function connectionNameOf(store: RunStore): string | null {
  return store.view().startRequest.connectionName;
}

/**
 * Shows a new run.
 * @param ofDraft the draft's next run has it as its parent
 * @param blames what is wrong with a parameter is shown at its control: the request has the draft's values
 * @param inUrl a reload comes back to this run
 */
export function start(
  run: Omit<StartRun, 'idempotencyKey'>,
  connectionName: string | null,
  ofDraft: boolean,
  blames = true,
  inUrl = true,
): RunSession {
  clearParameterErrors();
  const session = startSession({ ...run, idempotencyKey: newUuid() }, connectionName);
  const draft = getDraft();
  if (!inUrl) beside.add(session);
  putRunInUrl(null);
  show(session);
  const { store } = session;
  let named = false;
  const watch = () => {
    const { runId } = store.view();
    if (named || runId === null) return;
    named = true;
    if (inUrl) noteRunOfTab(runId);
    if (inUrl && current() === session) putRunInUrl(runId);
    // The draft's next run has this run as its parent, unless the draft has been replaced by now.
    if (ofDraft && getDraft().parent === draft.parent) changeDraft({ parent: { runId, kind: 'edit' } });
    announceRunsChanged();
  };
  store.subscribe(watch);
  void session.done.then(() => {
    if (blames && current() === session) blameField(store.view());
    announceRunsChanged();
  });
  return session;
}

/** Shows what the upstream, or our own server, said about one parameter at its control. */
function blameField({ error, refusal, startRequest }: RunView): void {
  const extra = startRequest.request.extra_body;
  if (error?.param) showParameterError(error.param, error.message, extra);
  else if (refusal?.param)
    showParameterError(refusal.param.replace(/^request\./, ''), refusal.message, extra);
}

/** Ends the current run, in every tab. Throws `ApiError` when the server could not be reached. */
export async function stopRun(): Promise<void> {
  await current()?.stop();
}

/**
 * Shows a run from history, joining it when it is still going. The draft is unchanged. Throws `ApiError`;
 * returns null when something else was opened in the meantime.
 */
export async function openRun(runId: string, inUrl = true): Promise<RunDetail | null> {
  const ticket = ++openings;
  const before = current();
  const run = await fetchRun(runId);
  if (ticket !== openings || before !== current()) return null;
  clearParameterErrors();
  const session = openSession(run);
  if (!inUrl) beside.add(session);
  show(session);
  if (inUrl) {
    putRunInUrl(run.id);
    noteRunOfTab(run.id);
  }
  if (isLive(session.store.view())) void session.done.then(announceRunsChanged);
  return run;
}
let openings = 0;

/** Closes the current run and clears the output. */
export function closeRun(): void {
  openings += 1;
  show(null);
  putRunInUrl(null);
  noteRunOfTab(null);
}

/** Shows no run of a document any more, once it has ended: it is shown where it has written. */
export function leaveRunBeside(): void {
  const session = current();
  if (session && beside.has(session) && !isRunning()) show(null);
}

/** True while the current run may still bring text. */
export function isRunning(): boolean {
  const run = getCurrentRun();
  return run !== null && isLive(run);
}

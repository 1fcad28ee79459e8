import { apiEvents, apiResponse } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { expectedChoices } from '@/lib/protocol/request/completion-request';
import type { Branch, RunDetail, StartRun } from '@/lib/runs/model/runs';
import { followRun, pauseUntilOnline, whenBack } from './run-connection';
import { createRunStore, type RunStore } from './run-store';
import { isLive, type RunParent } from './run-view';
import { watchHidden } from './watch-hidden';
import { whileVisible } from './while-visible';

/** One run on this page: its store, and the connection that fills it. */
export interface RunSession {
  readonly store: RunStore;
  /**
   * Ends the run on the server, even if another tab started it. Throws `ApiError` when the server could not
   * be reached.
   */
  stop(): Promise<void>;
  /** Stops following the run; it continues without this page. */
  close(): void;
  /** Resolves when nothing more will come: the run ended, was refused, or was closed. */
  readonly done: Promise<void>;
}

/** Requests a new run. The request is sent before anything is drawn. */
export function startSession(start: StartRun, connectionName: string | null): RunSession {
  const { connectionId, request, retries = null, parentId = null, branch = null } = start;
  const store = createRunStore({
    startRequest: { connectionId, connectionName, request, retries, parent: parentOf(parentId, branch) },
    choiceCount: expectedChoices(request),
  });
  return follow(store, async (signal) => {
    const { runId, stopping } = store.view();
    if (runId !== null) return resume(store, runId, signal);
    if (stopping) throw new ApiError(STOPPED);
    // The key makes this safe to send again: our server recognizes the same start request by it.
    const response = await apiEvents('/api/runs', { method: 'POST', body: start, signal });
    const accepted = response.headers.get('x-run-id');
    if (accepted) store.setRunId(accepted);
    return response;
  });
}

const STOPPED = {
  status: 400,
  code: 'stopped',
  message: 'Stopped before it started.',
} as const;

/** Shows an existing run, and follows it if it is still going. */
export function openSession(run: RunDetail): RunSession {
  const store = storeOfRun(run);
  if (store.state.status === 'streaming') return joinSession(store, run.id);
  return { store, stop: async () => undefined, close: () => undefined, done: Promise.resolve() };
}

/** The store of an existing run in its current state. It changes only once the run is joined. */
export function storeOfRun(run: RunDetail): RunStore {
  const { id, connectionId, connectionName, request, retries, parentId, branch, state, choiceCount } = run;
  return createRunStore({
    startRequest: { connectionId, connectionName, request, retries, parent: parentOf(parentId, branch) },
    choiceCount,
    runId: id,
    state,
    startedAt: Math.min(Date.parse(run.createdAt), Date.now()),
  });
}

function parentOf(runId: string | null, branch: Branch | null): RunParent | undefined {
  return runId === null ? undefined : { runId, branch };
}

/** Follows a run that is still going, from the last event that its store has seen. */
export function joinSession(store: RunStore, runId: string): RunSession {
  return follow(store, (signal) => resume(store, runId, signal));
}

function resume(store: RunStore, runId: string, signal: AbortSignal): Promise<Response> {
  return apiEvents(`/api/runs/${runId}/events?after=${store.lastSeq}`, { signal });
}

function follow(store: RunStore, open: (signal: AbortSignal) => Promise<Response>): RunSession {
  const leaving = new AbortController();
  const isAccepted = () => store.view().runId !== null;
  let endPause: () => void = () => undefined;
  const done = followUntilOver();

  /** Ends early when the person presses Stop. */
  async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (store.view().stopping && !isAccepted()) return;
    const ended = new Promise<void>((resolve) => {
      endPause = resolve;
    });
    await Promise.race([pauseUntilOnline(milliseconds, signal), ended]);
  }

  /**
   * After giving up, it tries again when a person asks for it, the network or the session returns, or the
   * page becomes visible.
   */
  async function followUntilOver(): Promise<void> {
    for (;;) {
      const end = await followRun({
        ...whileVisible({
          open,
          onLink: store.setLink,
          beat: (signal) => watchHidden(`/api/runs/${store.view().runId}`, 'ended', signal),
          isAccepted,
          pause,
        }),
        onEvents: store.apply,
        isAccepted,
        isOver: () => store.state.status !== 'streaming',
        signal: leaving.signal,
      });
      if (end.outcome === 'refused') store.refuse(end.error);
      if (end.outcome !== 'lost') return;
      await new Promise<void>((again) => {
        store.setLost({ error: end.error, again });
        whenBack(again, leaving.signal);
      });
      if (leaving.signal.aborted) return;
      store.setLost(null);
      store.setLink('reconnecting');
    }
  }

  async function stop(): Promise<void> {
    if (!isLive(store.view()) || store.view().stopping) return;
    store.setStopping(true);
    try {
      if (!isAccepted()) endPause();
      const runId = await runIdOf(store, done);
      if (runId === null) return store.setStopping(false);
      await emitStop(runId);
      // The server can be reached again, so the end can be read.
      endPause();
      store.view().lost?.again();
    } catch (error) {
      store.setStopping(false);
      throw error;
    }
  }

  return { store, stop, close: () => leaving.abort(), done };
}

/** The id, as soon as our server has given one; null when the run never existed. */
async function runIdOf(store: RunStore, done: Promise<void>): Promise<string | null> {
  const { runId } = store.view();
  if (runId !== null) return runId;
  let forget: () => void = () => undefined;
  const named = new Promise<void>((resolve) => {
    forget = store.subscribe(() => {
      if (store.view().runId !== null) resolve();
    });
  });
  await Promise.race([named, done]);
  forget();
  return store.view().runId;
}

const STOP_TRIES = 3;

async function emitStop(runId: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await apiResponse(`/api/runs/${runId}/stop`, { method: 'POST', keepalive: true });
      return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // It ended by itself, or is gone: the goal is reached.
      if (error.status === 404 || error.status === 409) return;
      if (error.status !== 0 || tries === STOP_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 400 * tries));
    }
  }
}

import { apiEvents, apiResponse } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { expectedChoices } from '@/lib/protocol/request/completion-request';
import type { RunDetail, StartRun } from '@/lib/runs/model/runs';
import { followRun, pauseUntilOnline, whenBack } from './run-connection';
import { createRunStore, type RunStore } from './run-store';
import { isLive } from './run-view';
import { watchHidden } from './watch-hidden';
import { whileVisible } from './while-visible';

/** One run as this page has it: its store, and the connection that fills it. */
export interface RunSession {
  readonly store: RunStore;
  /** Ends the run on the server, whoever started it. Throws `ApiError` when it could not be told. */
  stop(): Promise<void>;
  /** Leaves the run; it goes on without this page. */
  close(): void;
  /** Resolves when there is nothing more to come: the run ended, was refused, or was left. */
  readonly done: Promise<void>;
}

/** Asks for a new run. The first text is on its way before anything is drawn. */
export function startSession(start: StartRun, connectionName: string | null): RunSession {
  const { connectionId, request, retries = null } = start;
  const store = createRunStore({
    ask: { connectionId, connectionName, request, retries },
    choiceCount: expectedChoices(request),
  });
  return follow(store, async (signal) => {
    const { runId, stopping } = store.view();
    if (runId !== null) return rest(store, runId, signal);
    if (stopping) throw new ApiError(STOPPED);
    // The key makes this safe to send again: our server knows the press of Run by it.
    const response = await apiEvents('/api/runs', { method: 'POST', body: start, signal });
    const accepted = response.headers.get('x-run-id');
    if (accepted) store.setRunId(accepted);
    return response;
  });
}

const STOPPED = {
  status: 400,
  code: 'stopped',
  message: 'You stopped it before the server took it.',
} as const;

/** Shows a run that exists, and follows it if it is still going. */
export function openSession(run: RunDetail): RunSession {
  const store = storeOfRun(run);
  if (store.state.status === 'streaming') return joinSession(store, run.id);
  return { store, stop: async () => undefined, close: () => undefined, done: Promise.resolve() };
}

/** The store of a run that exists, as it stands. It changes only once the run is joined. */
export function storeOfRun(run: RunDetail): RunStore {
  const { id, connectionId, connectionName, request, retries, state, choiceCount } = run;
  return createRunStore({
    ask: { connectionId, connectionName, request, retries },
    choiceCount,
    runId: id,
    state,
    startedAt: Math.min(Date.parse(run.createdAt), Date.now()),
  });
}

/** Follows a run that is still going on, from the last event that its store has seen. */
export function joinSession(store: RunStore, runId: string): RunSession {
  return follow(store, (signal) => rest(store, runId, signal));
}

function rest(store: RunStore, runId: string, signal: AbortSignal): Promise<Response> {
  return apiEvents(`/api/runs/${runId}/events?after=${store.lastSeq}`, { signal });
}

function follow(store: RunStore, open: (signal: AbortSignal) => Promise<Response>): RunSession {
  const leaving = new AbortController();
  const isAccepted = () => store.view().runId !== null;
  let endPause: () => void = () => undefined;
  const done = followUntilOver();

  /** Cut short by Stop. */
  async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (store.view().stopping && !isAccepted()) return;
    const ended = new Promise<void>((resolve) => {
      endPause = resolve;
    });
    await Promise.race([pauseUntilOnline(milliseconds, signal), ended]);
  }

  /** Given up, it is tried again when a person asks for it, the network or the session returns, or the page is looked at. */
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
      // The server can be reached: the end is there to be read.
      endPause();
      store.view().lost?.again();
    } catch (error) {
      store.setStopping(false);
      throw error;
    }
  }

  return { store, stop, close: () => leaving.abort(), done };
}

/** The id, as soon as our server has given one; null when there never was a run. */
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
      // It ended by itself, or is gone: what was wanted.
      if (error.status === 404 || error.status === 409) return;
      if (error.status !== 0 || tries === STOP_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 400 * tries));
    }
  }
}

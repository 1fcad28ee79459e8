import { findUser } from '@/lib/accounts/db/users';
import { type Access, accessClosed, checkStillOpen, whileOpen } from '@/lib/accounts/server/access';
import { AppError } from '@/lib/platform/model/app-error';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';
import { type Origin, originOf } from '@/lib/platform/server/http/origin';
import { redisRefusal } from '@/lib/platform/server/redis/shared-redis';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { getRun } from '@/lib/runs/db/run-history';
import { findLiveRun } from '@/lib/runs/server/find-live-run';
import type { LogSubscriber } from '@/lib/runs/server/live-log';
import type { LiveRun } from '@/lib/runs/server/live-run';
import { snapshotRun } from '@/lib/runs/server/run-snapshot';
import { runStreamResponse } from '@/lib/runs/server/run-stream';
import { CallerGone } from '@/lib/runs/server/slot-queue';
import { type StartedRun, startRun } from '@/lib/runs/server/start-run';
import { stopRun } from '@/lib/runs/server/stop-run';
import type { ApiCall } from './api-route';
import { type AnsweredRun, completionBody, createCompletionEncoder } from './completion-body';
import { otherConnectionHint } from './other-connection';
import { chooseConnection, idempotencyKeyOf, readCompletionRequest } from './read-call';
import { forgetBody, withBody } from './refused-request';
import { wireErrorOfEnd, wireErrorOfRun, wireErrorResponse } from './wire-error';

/** The run that answers a call, and whose it is. */
interface AnsweredCall extends AnsweredRun {
  readonly userId: string;
  readonly connectionId: string;
}

interface Reader {
  readonly gone: AbortSignal;
  readonly access: Access;
}

/**
 * Answers `POST /v1/completions`: a run like any other, in the caller's history from its start. It ends as
 * soon as the caller disconnects. A refusal of the upstream before any text is answered with the upstream's
 * own status and message; after that, an error can only be an event of the stream.
 */
export async function complete(call: ApiCall): Promise<Response> {
  const { request: sent, access, userId } = call;
  const request = await readHeld(call);
  const connectionId = await chooseConnection(userId, sent.headers, request.model);
  return whileTokenIsGood({ call: sent, access }, async (gone) => {
    const started = await start({ call, request, connectionId, gone });
    forgetBody(sent);
    if (started === null) return nobodyIsThere();
    if (started.kind === 'stored') return answerAgain(userId, started.runId, { gone, access });
    const { run } = started;
    const answered: AnsweredCall = { ...run.identity, request, userId, connectionId };
    const response = request.stream
      ? await answerInStream(run, answered, { gone, access })
      : await answerWhole(run, answered, gone);
    return named(response, answered);
  });
}

/** Reads the body; a large one is counted until it is a request. */
async function readHeld({ request: sent, userId, access }: ApiCall): Promise<CompletionRequest> {
  const release = holdLargeBody(sent, userId);
  const since = performance.now();
  try {
    const read = await withBody(sent);
    await checkStillOpen(access, since);
    return await readCompletionRequest(read);
  } finally {
    release?.();
  }
}

interface StartedCall {
  readonly call: ApiCall;
  readonly request: CompletionRequest;
  readonly connectionId: string;
  /** Aborts when the caller has disconnected or the token was revoked. */
  readonly gone: AbortSignal;
}

/** Starts the run, when a slot for it is free. Null: the caller has left the queue. */
async function start({ call, request, connectionId, gone }: StartedCall): Promise<StartedRun | null> {
  const { request: sent, token, userId } = call;
  try {
    return await startRun({
      userId,
      origin: await originOfCall(sent, userId),
      connectionId,
      request,
      idempotencyKey: idempotencyKeyOf(sent.headers),
      // No page has to watch the run; this file checks that the caller is still there.
      background: true,
      source: 'api',
      sourceName: token.name,
      waiting: { token: token.id, gone },
    });
  } catch (error) {
    if (error instanceof CallerGone) return null;
    throw error;
  }
}

/** Says which run it was, and which connection answered (as `X-Connection` takes it). */
function named(response: Response, { runId, connectionId }: AnsweredCall): Response {
  response.headers.set('x-run-id', runId);
  response.headers.set('x-connection', connectionId);
  return response;
}

/**
 * `gone` aborts when the caller has disconnected or the token was revoked; then the answer is a refusal that
 * says which.
 */
async function whileTokenIsGood(
  { call, access }: { call: Request; access: Access },
  answer: (gone: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const revoked = new AbortController();
  const forget = whileOpen(access, () => revoked.abort());
  try {
    const response = await answer(AbortSignal.any([call.signal, revoked.signal]));
    if (!revoked.signal.aborted) return response;
    await response.body?.cancel();
    throw accessClosed(access);
  } finally {
    forget();
  }
}

/** Guests may have tokens too. */
async function originOfCall(call: Request, userId: string): Promise<Origin | null> {
  const user = await findUser(userId);
  return user === null ? null : originOf(call, user);
}

async function answerWhole(run: LiveRun, answered: AnsweredCall, gone: AbortSignal): Promise<Response> {
  await follow(run, gone, () => false);
  if (gone.aborted) return nobodyIsThere();
  return wholeResponse(answered, run.log.state);
}

async function wholeResponse(answered: AnsweredCall, state: RunState): Promise<Response> {
  const { status, error } = state;
  if (error !== null) {
    const { userId, connectionId, request } = answered;
    const hint = await otherConnectionHint({ userId, connectionId, model: request.model, error });
    return wireErrorResponse(wireErrorOfRun(error, hint));
  }
  if (status === 'complete') return Response.json(completionBody(answered, state));
  return wireErrorResponse(wireErrorOfEnd(status === 'streaming' ? 'stopped' : status));
}

async function answerInStream(run: LiveRun, answered: AnsweredCall, reader: Reader): Promise<Response> {
  await follow(run, reader.gone, isAnswer);
  if (reader.gone.aborted) return nobodyIsThere();
  const { response, choices, error, status } = run.log.state;
  const began = response !== null || choices.some(({ text }) => text !== '');
  if (!began && (error !== null || status !== 'streaming')) return wholeResponse(answered, run.log.state);
  return streamResponse(answered, reader, (subscriber) => attend(run, subscriber));
}

/** Only for the log: the caller has disconnected. */
function nobodyIsThere(): Response {
  return wireErrorResponse(wireErrorOfEnd('stopped'));
}

const ANSWERS: ReadonlySet<RunEvent['type']> = new Set([
  'response-start',
  'text-delta',
  'choice-end',
  'usage',
]);
const isAnswer = ({ type }: RunEvent) => ANSWERS.has(type);

function streamResponse(
  answered: AnsweredRun,
  reader: Reader,
  watch: (subscriber: LogSubscriber) => () => void,
): Response {
  const encode = createCompletionEncoder(answered);
  return runStreamResponse({
    runId: answered.runId,
    watch,
    ...reader,
    format: {
      preamble: '',
      encode: (events) => events.map(({ event }) => encode(event)).join(''),
    },
  });
}

/**
 * Resolves when the run has ended, `isEnough` is true for an event, or the caller has disconnected (which
 * stops the run).
 */
function follow(run: LiveRun, gone: AbortSignal, isEnough: (event: RunEvent) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const finish = () => over.abort();
    let leave = () => {};
    over.signal.addEventListener('abort', () => {
      gone.removeEventListener('abort', onGone);
      leave();
      resolve();
    });
    const onGone = () => {
      run.stop('stop');
      finish();
    };
    const stopWatching = run.watch(0, {
      onEvents: (events) => {
        if (events.some(({ event }) => isEnough(event))) finish();
      },
      onEnd: finish,
    });
    // Everything may have come while `watch` was being called.
    leave = stopWatching;
    if (over.signal.aborted) stopWatching();
    gone.addEventListener('abort', onGone);
    if (gone.aborted) onGone();
  });
}

/** Watches for the run's caller: when this reader leaves, the run is stopped. */
function attend(run: LiveRun, subscriber: LogSubscriber): () => void {
  const leave = run.watch(0, subscriber);
  return () => {
    leave();
    // Has no effect on a run that has ended.
    run.stop('stop');
  };
}

/** Answers a repeated call whose run this process does not hold: it has ended, or another server carries it out. */
async function answerAgain(userId: string, runId: string, { gone, access }: Reader): Promise<Response> {
  const detail = await getRun(userId, runId);
  if (detail === null) throw new AppError('not_found');
  const { createdAt, choiceCount, request, connectionId } = detail;
  const isOpen = detail.state.status === 'streaming';
  const state = isOpen ? await stateAtEnd(userId, runId, gone) : detail.state;
  if (gone.aborted) return nobodyIsThere();
  const answered: AnsweredCall = { runId, createdAt, request, userId, connectionId };
  if (!request.stream || state.response === null)
    return named(await wholeResponse(answered, state), answered);
  const reader = { gone: new AbortController().signal, access };
  const response = streamResponse(answered, reader, ({ onEvents, onEnd }) => {
    onEvents(snapshotRun({ runId, createdAt, choiceCount }, state, 0));
    onEnd(true);
    return () => {};
  });
  return named(response, answered);
}

/**
 * A run of another server, once it has ended; before that its caller gets nothing, because what comes from there
 * may begin again, which this format can't say. Stopped when the caller disconnects. Throws AppError `conflict`
 * and `unavailable` when it can't be followed.
 */
async function stateAtEnd(userId: string, runId: string, gone: AbortSignal): Promise<RunState> {
  const live = await findLiveRun(userId, runId);
  if (live === null) {
    throw new AppError('conflict', { message: 'This request is being handled by another process.' });
  }
  const state = emptyRunState(1);
  await new Promise<void>((resolve, reject) => {
    const onGone = () => {
      leave();
      stopRun(userId, runId).catch(() => {});
      resolve();
    };
    const leave = live.watch(0, {
      onEvents: (events) => {
        for (const { event } of events) applyRunEvent(state, event);
      },
      onEnd: (isOver) => {
        gone.removeEventListener('abort', onGone);
        if (isOver) resolve();
        else reject(redisRefusal());
      },
    });
    gone.addEventListener('abort', onGone);
    if (gone.aborted) onGone();
  });
  return state;
}

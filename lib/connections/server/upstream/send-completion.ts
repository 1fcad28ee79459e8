import { maskSecrets } from '@/lib/protocol/errors/mask-secrets';
import { errorFromResponse } from '@/lib/protocol/errors/upstream-error';
import { type CompletionRequest, expectedChoices, wireBody } from '@/lib/protocol/request/completion-request';
import { createResponseReader } from '@/lib/protocol/response/read-response';
import type { ReaderEnd } from '@/lib/protocol/response/reader-types';
import type { ResponseEvent, RunError } from '@/lib/protocol/run/run-events';
import { readText } from './read-text';
import type { BodyEnd, Transport, UpstreamAnswer } from './target';

export interface CompletionCall {
  readonly transport: Transport;
  readonly request: CompletionRequest;
  /** What the transport sends and nobody may read (`secretsIn`): removed from everything that comes back. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  /** Called in order, with the events of one read. */
  readonly onEvents: (events: ResponseEvent[]) => void;
  /** The request begins to leave. */
  readonly onSent?: () => void;
  /** The status line and headers have come. */
  readonly onHeaders?: () => void;
}

/** How one attempt at the upstream ended. `bodyBegan`: an answer had begun, so it must not be tried again. */
export type CompletionEnd =
  | { readonly outcome: 'complete' }
  | { readonly outcome: 'aborted' }
  | { readonly outcome: 'truncated'; readonly error: RunError | null; readonly bodyBegan: boolean }
  | { readonly outcome: 'failed'; readonly error: RunError; readonly bodyBegan: boolean };

/** Sends one request and reads its answer: one reader over one body. Never rejects for what an upstream does. */
export async function sendCompletion(call: CompletionCall): Promise<CompletionEnd> {
  const { request, signal } = call;
  const stream = request.stream === true;
  const result = await call.transport(
    { resource: 'completions', body: JSON.stringify(wireBody(request)), stream, onSent: call.onSent },
    signal,
  );
  if (signal.aborted) return { outcome: 'aborted' };
  if (!result.ok) return { outcome: 'failed', error: result.error, bodyBegan: false };
  call.onHeaders?.();
  const { answer } = result;
  if (answer.status < 200 || answer.status > 299) return readRefusal(answer, call);
  return readAnswer(answer, call);
}

/** How many bytes of a plain answer count as progress. */
const PROGRESS_BYTES = 1_024;

async function readAnswer(answer: UpstreamAnswer, call: CompletionCall): Promise<CompletionEnd> {
  const { request, signal, onEvents } = call;
  const reader = createResponseReader({
    contentType: answer.header('content-type'),
    response: {
      status: answer.status,
      id: null,
      model: null,
      systemFingerprint: null,
      requestId: maskedRequestId(answer, call),
    },
    expectedChoices: expectedChoices(request),
    expectLogprobs: request.logprobs !== undefined,
    // llama.cpp and vLLM: −1 asks for as many as there are.
    alternatives: request.logprobs === -1 ? undefined : request.logprobs,
    secrets: call.secrets,
  });
  let bodyBegan = false;
  let unread = 0;
  const bodyEnd = await answer.read((bytes) => {
    // Text that comes after Stop was pressed is not recorded any more.
    if (signal.aborted) return 'enough';
    bodyBegan = true;
    const events = reader.push(bytes);
    if (events.length > 0) onEvents(events);
    if (reader.ended !== null) return 'enough';
    if (reader.allChoicesEnded) return 'soon';
    // A plain answer has no events before its end, so its bytes count as progress; but not each single one.
    if (reader.form === 'json') unread += bytes.length;
    if (!events.some(isProgress) && unread < PROGRESS_BYTES) return 'nothing';
    unread = 0;
    return 'more';
  });
  if (signal.aborted) {
    const remaining = reader.remaining();
    if (remaining.length > 0) onEvents(remaining);
    return { outcome: 'aborted' };
  }
  const { events, end } = reader.end();
  if (bodyBegan && events.length > 0) onEvents(events);
  return judge(end, bodyEnd, bodyBegan);
}

/** Token counts that keep changing are not progress. */
function isProgress({ type }: ResponseEvent): boolean {
  return type === 'text-delta' || type === 'choice-end';
}

/**
 * The reader knows whether the answer was complete; how the body ended only explains why it was not. A broken
 * connection is an answer without an end; a limit that ran out was our own decision, and a failure.
 */
function judge(end: ReaderEnd, bodyEnd: BodyEnd, bodyBegan: boolean): CompletionEnd {
  if (end.status === 'complete') return { outcome: 'complete' };
  if (bodyEnd.how === 'broken') {
    const { error } = bodyEnd;
    const cut = error.kind === 'connect' && bodyBegan;
    return cut ? { outcome: 'truncated', error, bodyBegan } : { outcome: 'failed', error, bodyBegan };
  }
  if (end.status === 'failed') return { outcome: 'failed', error: end.error, bodyBegan };
  return { outcome: 'truncated', error: null, bodyBegan };
}

async function readRefusal(answer: UpstreamAnswer, call: CompletionCall): Promise<CompletionEnd> {
  const bodyText = await readText(answer);
  if (call.signal.aborted) return { outcome: 'aborted' };
  const error = errorFromResponse({
    status: answer.status,
    headers: answer.header,
    bodyText,
    contentType: answer.header('content-type'),
    now: Date.now(),
    secrets: call.secrets,
  });
  return { outcome: 'failed', error, bodyBegan: false };
}

function maskedRequestId(answer: UpstreamAnswer, call: CompletionCall): string | null {
  const requestId = answer.header('x-request-id');
  return requestId === null ? null : maskSecrets(requestId, call.secrets);
}

import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { createPacer, type PracticePace } from './pace';
import { PRACTICE_MODEL_ID } from './practice-model-id';
import { answerInStream } from './respond-stream';
import { answerWhole } from './respond-whole';
import { validateRequest } from './validate-request';
import { randomId, toBytes } from './wire';

export type { PracticePace } from './pace';

/** An HTTP response in parts. The body may be read once; when aborted, it ends early, without an end mark. */
export interface PracticeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Answers `POST /v1/completions` as an upstream server would: SSE or JSON, errors as JSON in the r9s shape.
 * Nothing is generated before the body is read, nor after the signal aborts.
 * @param body the parsed JSON of the request, of any shape
 */
export function respondToCompletion(
  body: unknown,
  pace: PracticePace,
  signal: AbortSignal,
): PracticeResponse {
  const validation = validateRequest(body);
  if (!validation.ok) return jsonResponse(validation.error.status, validation.error.body);
  return {
    status: 200,
    headers: headers(validation.request.stream ? 'text/event-stream; charset=utf-8' : 'application/json'),
    body: answer(validation.request, pace, signal),
  };
}

/** Answers `GET /v1/models`. */
export function respondToModels(): PracticeResponse {
  return jsonResponse(200, {
    object: 'list',
    data: [
      {
        id: PRACTICE_MODEL_ID,
        object: 'model',
        // The day the practice model was written: 2026-01-01.
        created: 1_767_225_600,
        owned_by: 'completions-playground',
      },
    ],
  });
}

async function* answer(
  request: CompletionRequest,
  pace: PracticePace,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  if (request.stream) yield* answerInStream(request, createPacer(pace, signal));
  else {
    // Sent at once: only a stream has a pace.
    yield* answerWhole(request, createPacer({ ...pace, tokensPerSecond: Number.POSITIVE_INFINITY }, signal));
  }
}

export function jsonResponse(status: number, body: object): PracticeResponse {
  async function* bytes() {
    yield toBytes(JSON.stringify(body));
  }
  return { status, headers: headers('application/json'), body: bytes() };
}

function headers(contentType: string): Record<string, string> {
  return { 'content-type': contentType, 'cache-control': 'no-cache', 'x-request-id': `req_${randomId()}` };
}

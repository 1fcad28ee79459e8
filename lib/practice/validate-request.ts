import {
  type CompletionRequest,
  expectedChoices,
  MAX_CHOICES,
} from '@/lib/protocol/request/completion-request';
import { completionRequestShape } from '@/lib/protocol/request/request-schema';
import type { WireErrorBody } from '@/lib/protocol/wire/completion-wire';
import { PRACTICE_MODEL_ID } from './practice-model-id';
import { isTokenId } from './tokenizer';

export interface WireError {
  readonly status: number;
  readonly body: WireErrorBody;
}

export type Validation =
  | { readonly ok: true; readonly request: CompletionRequest }
  | { readonly ok: false; readonly error: WireError };

/**
 * Checks a body as a server does: with the app's own bounds, but unknown fields are ignored and null means
 * absent (SDKs send both). The number of choices over all prompts is bounded, as everywhere.
 */
export function validateRequest(body: unknown): Validation {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refuse('The request body must be a JSON object.', null);
  }
  const present = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  const parsed = completionRequestShape.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const param = issue?.path[0];
    return refuse(issue?.message ?? 'Invalid request.', typeof param === 'string' ? param : null);
  }
  const request = parsed.data;
  if (request.model !== PRACTICE_MODEL_ID) {
    return {
      ok: false,
      error: wireError(404, `The model \`${request.model}\` does not exist.`, 'model', 'model_not_found'),
    };
  }
  const conflict = findConflict(request);
  return conflict ? refuse(conflict.message, conflict.param) : { ok: true, request };
}

function findConflict(request: CompletionRequest): { param: string; message: string } | null {
  const n = request.n ?? 1;
  const choices = expectedChoices(request);
  if (request.best_of !== undefined && request.best_of < n) {
    return { param: 'best_of', message: `best_of (${request.best_of}) must be at least n (${n}).` };
  }
  if (request.best_of !== undefined && request.best_of > n && request.stream) {
    return { param: 'best_of', message: 'Results cannot be streamed when best_of is greater than n.' };
  }
  if (request.stream_options !== undefined && !request.stream) {
    return { param: 'stream_options', message: 'stream_options is only allowed when stream is true.' };
  }
  if (choices > MAX_CHOICES) {
    return { param: 'n', message: `Prompts × n is ${choices}, but at most ${MAX_CHOICES} are allowed.` };
  }
  const otherTenant = Object.keys(request.logit_bias ?? {}).find((id) => !isTokenId(Number(id)));
  if (otherTenant !== undefined) {
    return {
      param: 'logit_bias',
      message: `Token id ${otherTenant} is not in the vocabulary of this model.`,
    };
  }
  return null;
}

function refuse(message: string, param: string | null): Validation {
  return { ok: false, error: wireError(400, message, param, null) };
}

function wireError(status: number, message: string, param: string | null, code: string | null): WireError {
  return { status, body: { error: { message, type: 'invalid_request_error', code, param } } };
}

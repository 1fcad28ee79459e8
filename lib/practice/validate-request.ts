import { type CompletionRequest, checkRun } from '@/lib/protocol/request/completion-request';
import { promptList } from '@/lib/protocol/request/prompts';
import { completionRequestShape } from '@/lib/protocol/request/request-schema';
import type { WireErrorBody } from '@/lib/protocol/wire/completion-wire';
import { exceedsContext } from './context-limit';
import { PRACTICE_MODEL_ID } from './practice-model-id';
import { MAX_LOGPROBS } from './settings';
import { isTokenId } from './tokenizer';

/** A finder of a million characters would take seconds to build. */
const MAX_STOP_CHARACTERS = 20_000;

export interface WireError {
  readonly status: number;
  readonly body: WireErrorBody;
}

export type Validation =
  | { readonly ok: true; readonly request: CompletionRequest }
  | { readonly ok: false; readonly error: WireError };

/**
 * Checks a body as a server does: by the rules that the page keeps to for this model, but unknown fields are ignored and
 * null means absent (SDKs send both).
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
  if (conflict !== null) return refuse(conflict.message, conflict.param);
  const excess = exceedsContext(request);
  if (excess === null) return { ok: true, request };
  return { ok: false, error: wireError(400, excess, 'prompt', 'context_length_exceeded') };
}

function findConflict(request: CompletionRequest): { param: string; message: string } | null {
  const checked = checkRun({ request }, 'practice');
  if (!checked.ok) return checked.issues[0] ?? null;
  if ((request.logprobs ?? 0) > MAX_LOGPROBS) {
    return { param: 'logprobs', message: `logprobs can be at most ${MAX_LOGPROBS}.` };
  }
  if ([request.stop ?? ''].flat().join('').length > MAX_STOP_CHARACTERS) {
    return {
      param: 'stop',
      message: `Stop sequences can have up to ${MAX_STOP_CHARACTERS} characters in total.`,
    };
  }
  const unknown = promptList(request.prompt).find((one) => typeof one !== 'string' && !one.every(isTokenId));
  if (unknown !== undefined) {
    return { param: 'prompt', message: "A token ID in the prompt isn't in this model's vocabulary." };
  }
  const foreign = Object.keys(request.logit_bias ?? {}).find((id) => !isTokenId(Number(id)));
  if (foreign !== undefined) {
    return {
      param: 'logit_bias',
      message: `Token ID ${foreign} isn't in this model's vocabulary.`,
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

import { AppError } from '@/lib/platform/model/app-error';
import {
  MAX_PROMPT_BODY_BYTES,
  readBodyText,
  salvageJson,
  storable,
} from '@/lib/platform/server/http/json-body';
import {
  BODY_FIELDS,
  BODY_NAMES,
  type CompletionRequest,
  checkField,
  expectedChoices,
  readField,
} from '@/lib/protocol/request/completion-request';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { cutText } from '@/lib/protocol/text/cut-text';

/** What a refused call asked for, as far as it could be read. */
export interface RefusedRequest {
  readonly request: CompletionRequest;
  /** Only the beginning of its prompt is here. */
  readonly isCut: boolean;
}

/** The history keeps refused calls for people to see what went wrong, not to run them again. */
const MAX_PROMPT_CHARACTERS = 10_000;
const MAX_PROMPTS = 16;
const MAX_FIELD_CHARACTERS = 2_000;
const MAX_CHOICES = 1_024;
const UNKNOWN_MODEL = 'unknown';

/** The texts of calls that may still be refused. */
const texts = new WeakMap<Request, string>();

/** The same call with a body that can be read again, for as long as it may be refused. */
export async function withBody(request: Request): Promise<Request> {
  const body = await readBodyText(request, MAX_PROMPT_BODY_BYTES);
  texts.set(request, body);
  return new Request(request.url, { method: request.method, headers: request.headers, body });
}

/** Releases the text of a call that will not be refused any more. */
export function forgetBody(request: Request): void {
  texts.delete(request);
}

/** Reads the fields that are valid on their own; a call whose body was not read asked for nothing known. */
export function readRefusedRequest(request: Request): RefusedRequest {
  const body = salvageJson(texts.get(request) ?? '');
  const fields = isRecord(body) ? body : {};
  const found = BODY_FIELDS.flatMap((name) => {
    const value = validValue(name, name === 'extra_body' ? extraOf(fields) : fields[name]);
    return value === undefined || name === 'prompt' ? [] : [[name, value] as const];
  });
  const prompt = shortPrompt(validValue('prompt', fields.prompt) ?? '');
  const known = { model: UNKNOWN_MODEL, ...Object.fromEntries(found), prompt: prompt.value };
  return { request: bounded(known as CompletionRequest), isCut: prompt.isCut };
}

/** The fields that would have been passed on. */
function extraOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const extra = Object.entries(fields).filter(([name]) => !BODY_NAMES.has(name) && name !== '__proto__');
  return extra.length > 0 ? Object.fromEntries(extra) : undefined;
}

function validValue(name: (typeof BODY_FIELDS)[number], value: unknown): unknown {
  if (value === undefined || value === null || checkField(name, value) !== null) return undefined;
  if (name !== 'prompt' && JSON.stringify(value).length > MAX_FIELD_CHARACTERS) return undefined;
  try {
    return storable(readField(name, value));
  } catch (error) {
    // A character that no database can store.
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function shortPrompt(value: unknown): { value: CompletionRequest['prompt']; isCut: boolean } {
  if (typeof value === 'string') {
    return { value: cutText(value, MAX_PROMPT_CHARACTERS), isCut: value.length > MAX_PROMPT_CHARACTERS };
  }
  if (!Array.isArray(value)) return { value: '', isCut: false };
  // Token ids, or a list of texts or of such ids.
  const isIds = value.every((item) => typeof item === 'number');
  const short = isIds
    ? value.slice(0, MAX_FIELD_CHARACTERS)
    : value.slice(0, MAX_PROMPTS).map((item) => {
        const most = MAX_PROMPT_CHARACTERS / MAX_PROMPTS;
        return typeof item === 'string'
          ? cutText(item, most)
          : Array.isArray(item)
            ? item.slice(0, most)
            : item;
      });
  return { value: short, isCut: JSON.stringify(short).length < JSON.stringify(value).length };
}

/** A history's row has a bounded number of choices. */
function bounded(request: CompletionRequest): CompletionRequest {
  if (expectedChoices(request) <= MAX_CHOICES) return request;
  const { n: _, ...rest } = request;
  return rest;
}

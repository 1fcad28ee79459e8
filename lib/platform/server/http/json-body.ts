import { AppError } from '@/lib/platform/model/app-error';
import {
  excessMessage,
  type JsonBounds,
  jsonExcess,
  MAX_JSON_DEPTH,
} from '@/lib/protocol/response/json-meter';
import { createJsonReader } from '@/lib/protocol/response/json-reader';
import { isRecord } from '@/lib/protocol/response/wire-json';

/** Bodies of our own API are small, but for those with a prompt. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** A million tokens of context are about 4 MB of text, and more with escapes or as ids. */
export const MAX_PROMPT_BODY_BYTES = 8 * 1024 * 1024;

/**
 * In a body of that size: one long text is read quickly, a million short fields are not, and four million numbers
 * are checked and stored for five seconds. A million tokens as ids fit.
 */
const PROMPT_BOUNDS: JsonBounds = {
  depth: MAX_JSON_DEPTH,
  containers: 50_000,
  strings: 100_000,
  commas: 1_100_000,
};

/** How much of a broken body is read. */
const SALVAGED_CHARACTERS = 64 * 1024;

/** Our deepest body (a run's `request.logit_bias`, a preset's settings) needs about six levels. */
const MAX_DEPTH = 32;

/**
 * The body's text. The limit is checked while reading, because `Content-Length` may be absent or wrong.
 * Throws AppError `body_too_large`, or `invalid_json` for bytes that are not UTF-8.
 */
export async function readBodyText(request: Request, limit = MAX_BODY_BYTES): Promise<string> {
  const tooLarge = () =>
    new AppError('body_too_large', {
      message: `The request body is larger than ${Math.floor(limit / 1024 / 1024)} MB.`,
    });
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw tooLarge();
  if (!request.body) return '';
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      // The client disconnected, or its framing was broken: probably nobody reads the answer, and it is not
      // our fault.
      throw new AppError('invalid_request', { message: 'The request body ended early.' });
    });
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      // Not awaited: a client that keeps sending must not keep us here.
      reader.cancel().catch(() => {});
      throw tooLarge();
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks, size));
  } catch {
    throw new AppError('invalid_json', { message: "The request body isn't valid UTF-8." });
  }
}

/** What can be read of a body that may be broken or hostile; undefined: nothing. For showing it to people. */
export function salvageJson(text: string): unknown {
  if (jsonExcess(text, PROMPT_BOUNDS) === null) {
    try {
      return JSON.parse(text);
    } catch {
      // Read below, up to where it breaks.
    }
  }
  const reader = createJsonReader(PROMPT_BOUNDS);
  reader.push(text.slice(0, SALVAGED_CHARACTERS));
  return reader.finish().value;
}

/** The body as JSON; text that no database can store is refused or replaced (see `storable`). */
export async function readJsonBody(request: Request): Promise<unknown> {
  return parseJson(await readBodyText(request));
}

/** The same for a body with a prompt, which may be long (hold it with ./large-body.ts). */
export async function readPromptBody(request: Request): Promise<unknown> {
  return parsePromptBody(await readBodyText(request, MAX_PROMPT_BODY_BYTES));
}

export function parsePromptBody(text: string): unknown {
  return storable(parsed(text, text.length > MAX_BODY_BYTES ? PROMPT_BOUNDS : undefined));
}

/**
 * The body as JSON with every text exactly as sent, for data that must be returned unchanged. Refuses only
 * what is nested too deeply, or would change a prototype.
 */
export async function readExactJsonBody(request: Request, limit = MAX_BODY_BYTES): Promise<unknown> {
  const value = parsed(await readBodyText(request, limit));
  checkShape(value);
  return value;
}

/** The same for a body that is already read. */
export function parseJson(text: string): unknown {
  return storable(parsed(text));
}

/**
 * Measured first: parsing something nested a million levels deep would cost a hundred times its own memory.
 */
function parsed(text: string, bounds = boundsFor(text.length)): unknown {
  const excess = jsonExcess(text, bounds);
  if (excess !== null) {
    // The reader that finds the field counts neither strings nor values.
    const isCounted = excess === 'too_deep' || excess === 'too_many';
    const param = isCounted ? lastField(text, bounds) : undefined;
    throw new AppError('invalid_request', { message: excessMessage('The request body', excess), param });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid_json', text.trim() === '' ? { message: 'The request body is empty.' } : {});
  }
}

/** Even in a run with all its alternatives, a list or an object comes at most every 25 bytes. */
function boundsFor(length: number): JsonBounds {
  return { depth: MAX_JSON_DEPTH, containers: 50_000 * Math.ceil(length / MAX_BODY_BYTES) };
}

/** The field at which a body exceeded the bounds. */
function lastField(text: string, bounds: JsonBounds): string | undefined {
  const reader = createJsonReader(bounds);
  reader.push(text);
  const { value } = reader.finish();
  return isRecord(value) ? Object.keys(value).at(-1)?.slice(0, 100) : undefined;
}

function checkShape(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH)
    throw new AppError('invalid_request', { message: excessMessage('The request body', 'too_deep') });
  if (Object.hasOwn(value, '__proto__')) {
    throw new AppError('invalid_request', { message: 'Unknown field "__proto__".' });
  }
  for (const item of Object.values(value)) checkShape(item, depth + 1);
}

/**
 * A copy in which every string can be stored and sent: a lone surrogate (an emoji cut in two by an editor)
 * becomes U+FFFD, as UTF-8 cannot carry it; NUL, which Postgres cannot store, is refused. Nesting is bounded,
 * since `JSON.stringify` overflows the stack where `JSON.parse` did not.
 */
export function storable(value: unknown): unknown {
  return storableAt(value, []);
}

/** @param path to the value; one shared list, restored before this returns */
function storableAt(value: unknown, path: (string | number)[]): unknown {
  if (typeof value === 'string') return storableText(value, path);
  if (typeof value !== 'object' || value === null) return value;
  if (path.length >= MAX_DEPTH) {
    const param = path[0]?.toString();
    throw new AppError('invalid_request', { message: excessMessage('The request body', 'too_deep'), param });
  }
  const inside = (step: string | number, item: unknown) => {
    path.push(step);
    const copy = storableAt(item, path);
    path.pop();
    return copy;
  };
  if (Array.isArray(value)) return value.map((item, index) => inside(index, item));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    // JSON may contain a key that would change the copy's prototype.
    if (key === '__proto__') throw new AppError('invalid_request', { message: 'Unknown field "__proto__".' });
    copy[storableText(key, path)] = inside(key, item);
  }
  return copy;
}

function storableText(text: string, path: readonly (string | number)[]): string {
  if (text.includes('\0')) {
    throw new AppError('invalid_request', {
      message: "Text can't contain a NUL character.",
      param: path.join('.') || undefined,
    });
  }
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

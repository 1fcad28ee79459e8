import { PARAMETER_NAMES } from '../request/parameters';
import { asText, isRecord } from '../response/wire-json';
import { trimSigns } from '../text/trim-signs';

/** What an error body says, in one shape. */
export interface ErrorFacts {
  readonly message: string | null;
  readonly type: string | null;
  readonly code: string | null;
  readonly param: string | null;
  /** An HTTP status inside the body (`status: 429`, `code: 503`); null when it has none. */
  readonly status: number | null;
  readonly requestId: string | null;
}

/**
 * Reads a parsed error body, whatever its shape:
 * `{error: {message, type, code, param}}` (r9s, OpenAI, new vLLM), `{error: "text"}` (Ollama and proxies),
 * `{object: "error", message, code: 400}` (vLLM), `{message}`, `{detail: "text" | [{loc, msg}]}` (FastAPI's 422),
 * `[{error: …}]` (Google), or a bare text. Returns null when it is none of these.
 */
export function readErrorBody(body: unknown): ErrorFacts | null {
  if (typeof body === 'string') return body.trim() === '' ? null : facts({ message: body });
  if (Array.isArray(body)) return body.length > 0 ? readErrorBody(body[0]) : null;
  if (!isRecord(body)) return null;
  if (isRecord(body.error)) return fromRecord(body.error, body);
  if (typeof body.error === 'string' && body.error.trim() !== '') {
    const message = asText(body.message) ?? body.error;
    return facts({ ...fromRecord(body, body), message });
  }
  if (Array.isArray(body.detail)) return fromValidation(body.detail);
  if (isRecord(body.detail)) return fromRecord(body.detail, body);
  if (Array.isArray(body.errors) && body.errors.length > 0) return readErrorBody(body.errors[0]);
  const found = fromRecord(body, body);
  return found.message === null ? null : found;
}

/** True for an object in a stream that reports an error instead of a part of the answer. */
export function isErrorBody(body: Readonly<Record<string, unknown>>): boolean {
  if (isRecord(body.error) || asText(body.error) !== null) return true;
  if (Array.isArray(body.choices)) return false;
  return body.object === 'error' || (body.type === 'error' && asText(body.message) !== null);
}

function facts(given: Partial<ErrorFacts>): ErrorFacts {
  return { message: null, type: null, code: null, param: null, status: null, requestId: null, ...given };
}

function fromRecord(error: Record<string, unknown>, outer: Record<string, unknown>): ErrorFacts {
  const message =
    asText(error.message) ??
    asText(error.msg) ??
    asText(error.detail) ??
    asText(error.error) ??
    asText(error.title);
  return facts({
    // OpenRouter's message is "Provider returned error"; the provider's own message is in metadata.raw.
    message: withDetail(message, isRecord(error.metadata) ? asText(error.metadata.raw) : null),
    type: asText(error.type),
    code: asText(error.code),
    param: typeof error.param === 'string' ? normaliseParam(error.param) : null,
    status: readStatus(error.status) ?? readStatus(error.code) ?? readStatus(outer.status),
    requestId: asText(error.request_id) ?? asText(outer.request_id),
  });
}

function withDetail(message: string | null, detail: string | null): string | null {
  if (message === null || detail === null || message.includes(detail)) return message ?? detail;
  return `${message}: ${detail.slice(0, 1000)}`;
}

function readStatus(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 400 && number <= 599
    ? number
    : null;
}

/** FastAPI's list of problems: the messages of all, the parameter of the first. */
function fromValidation(problems: readonly unknown[]): ErrorFacts | null {
  const lines: string[] = [];
  let param: string | null = null;
  let type: string | null = null;
  for (const problem of problems) {
    if (!isRecord(problem)) continue;
    const loc = Array.isArray(problem.loc) ? problem.loc.map(String) : [];
    const path = loc[0] === 'body' || loc[0] === 'query' ? loc.slice(1) : loc;
    const message = asText(problem.msg) ?? asText(problem.message) ?? 'Invalid.';
    lines.push(path.length > 0 ? `${path.join('.')}: ${message}` : message);
    param ??= path[0] === undefined ? null : normaliseParam(path[0]);
    type ??= asText(problem.type);
  }
  return lines.length === 0 ? null : facts({ message: lines.join('\n'), param, type });
}

/** `logit_bias[50256]` → `logit_bias`, `body.max_tokens` → `max_tokens`, `''` → null. */
function normaliseParam(param: string): string | null {
  const bare = trimSigns(param.trim(), '"\'`').replace(/^(?:\$|body|query|request)\./, '');
  const name = bare.split(/[.[\s:]/, 1)[0] ?? '';
  return name === '' ? null : name;
}

const NAMES: readonly string[] = [...PARAMETER_NAMES, 'model', 'prompt'];

/**
 * Finds the parameter that a message mentions when the body has no `param`: names with an underscore
 * anywhere, ordinary words such as `stop` and `n` only between quotes. Null when it mentions none, or more
 * than one.
 */
export function guessParam(message: string): string | null {
  // vLLM prints pydantic's list as Python: "[{'type': 'extra_forbidden', 'loc': ('body', 'suffix'), …".
  const loc = /'loc': \('body', '(\w+)'/.exec(message)?.[1];
  if (loc !== undefined) return loc;
  const found = NAMES.filter((name) =>
    (name.includes('_') ? new RegExp(`(?<![\\w.])${name}(?!\\w)`) : new RegExp(`(["'\`])${name}\\1`)).test(
      message,
    ),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

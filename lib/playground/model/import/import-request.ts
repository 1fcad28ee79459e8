import {
  BODY_NAMES,
  type CompletionRequest,
  checkField,
  readField,
} from '@/lib/protocol/request/completion-request';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import { findFieldsInAnyQuotes } from './curly-quotes';
import type { ImportSource } from './find-fields';
import { extraHeaders, type FoundHeader } from './found-headers';
import { NOT_LITERAL } from './literal-cursor';
import { asCompletion, basePath, type OtherRequest, otherRequest } from './other-request';

/** Longest text that is read, in characters. */
export const MAX_IMPORT_CHARACTERS = 1024 * 1024;

export interface ImportProblem {
  readonly field: string;
  readonly message: string;
}

export type ImportResult =
  | {
      readonly ok: true;
      readonly source: ImportSource;
      /** Each field is valid; rules that join fields are checked when it is run. */
      readonly request: Partial<CompletionRequest>;
      readonly retries: Retries | null;
      /** It is for another endpoint than completions, and `request` has only what completions have too; null: it is not. */
      readonly other: OtherRequest | null;
      /** Fields of no completions server that we know, whose values are not in the code. */
      readonly unknown: readonly string[];
      /** Known fields whose values are not valid. */
      readonly problems: readonly ImportProblem[];
      /** Origin and path of the server in the code; never with a key in it. */
      readonly baseUrl: string | null;
      /**
       * Headers that a connection may have, without those of every request and of the key. Their values are not part
       * of the result: see `importedHeaders`.
       */
      readonly headerNames: readonly string[];
      /** Whether a key was in the text. The key itself is not part of the result: see `importedKey`. */
      readonly hadKey: boolean;
    }
  | { readonly ok: false; readonly message: string };

/** Spellings of field names in SDKs. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['engine', 'model'],
  ['retryconfig', 'retries'],
]);
/** Options of the call, not of the request: ignored silently. */
const OF_THE_CALL = new Set([
  'timeout',
  'api_key',
  'apikey',
  'extra_headers',
  'extra_query',
  'headers',
  'organization',
]);
const KEY =
  /\b(sk-[\w-]{8,})|\bBearer\s+(?!\$|\{|%|<)([\w.~+/=-]{8,})|\bapi-key["']?\s{0,5}[:=]\s{0,5}["'`]?([\w-]{16,})|api_?key\s*[=:]\s*["'`]([^"'`\s$]{8,})/i;

/**
 * The request in a curl command, in Python or TypeScript code, in PowerShell, or in JSON. Nothing is evaluated or
 * guessed: a value that is not a literal is reported as a problem. Never throws.
 */
export function importRequest(text: string): ImportResult {
  if (text.length > MAX_IMPORT_CHARACTERS) {
    return { ok: false, message: 'This text is too long. The limit is a million characters.' };
  }
  const found = findFieldsInAnyQuotes(text);
  if (!found.ok) return found;
  const other = otherRequest(found);
  const request: Record<string, unknown> = {};
  const unknown: string[] = [];
  const extra: [string, unknown][] = [];
  const problems: ImportProblem[] = [];
  let retries: Retries | null = null;
  for (const [written, value] of Object.entries(
    flat(other === null ? found.fields : asCompletion(found.fields)),
  )) {
    const name = fieldName(written);
    // The r9s Python client uses None for "do not send".
    if (value === null || OF_THE_CALL.has(name.replaceAll('_', '')) || OF_THE_CALL.has(name)) continue;
    if (!BODY_NAMES.has(name) && name !== 'retries') {
      // Servers have fields of their own. One whose value is not in the code is left out.
      if (other !== null || holdsCode(value)) unknown.push(written);
      else extra.push([written, value]);
    } else if (holdsCode(value)) {
      problems.push({ field: name, message: "Its value isn't in the code, so it is unchanged." });
    } else if (name === 'retries') {
      const given = camelCased(value);
      if (checkField(name, given) === null) retries = readField(name, given) as Retries;
      else problems.push({ field: name, message: "Couldn't read these settings." });
    } else {
      const field = name as keyof CompletionRequest;
      const issue = checkField(field, value);
      if (issue === null) request[field] = readField(field, value);
      else problems.push({ field: name, message: issue.message });
    }
  }
  if (extra.length > 0) request.extra_body = Object.fromEntries(extra);
  return {
    ok: true,
    source: found.source,
    request: request as Partial<CompletionRequest>,
    retries,
    other,
    unknown,
    problems,
    baseUrl: baseUrlOf(found.url),
    headerNames: extraHeaders(found.headers).map(({ name }) => name),
    hadKey: KEY.test(text),
  };
}

/** The headers that `headerNames` names, for the fields of a connection. */
export function importedHeaders(text: string): FoundHeader[] {
  const found = findFieldsInAnyQuotes(text);
  return found.ok ? extraHeaders(found.headers) : [];
}

/**
 * The key that `hadKey` says there is, for the one field where a key belongs. Null without one, and with several: it
 * cannot be known which of them is for the address.
 */
export function importedKey(text: string): string | null {
  const keys = new Set(
    Array.from(text.matchAll(new RegExp(KEY, 'gi')), ([, ...groups]) => groups.find(Boolean) ?? null),
  );
  const [key] = keys;
  return keys.size === 1 ? (key ?? null) : null;
}

/** `extra_body` holds fields that the SDK does not know; they are sent like all others. */
function flat(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { extra_body: extra, ...rest } = fields;
  return typeof extra === 'object' && extra !== null ? { ...rest, ...extra } : rest;
}

function fieldName(written: string): string {
  const snake = written.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return SPELLINGS.get(snake.replaceAll('_', '')) ?? snake;
}

function holdsCode(value: unknown): boolean {
  if (value === NOT_LITERAL) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsCode);
}

function camelCased(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camelCased(inner),
    ]),
  );
}

function baseUrlOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { origin, pathname, searchParams } = new URL(url);
  // Azure's addresses are not complete without it; any other part of a query may be a key.
  const version = searchParams.get('api-version');
  const query = version === null ? '' : `?api-version=${encodeURIComponent(version)}`;
  return `${origin}${basePath(pathname)}${query}`;
}

import { excessMessage, jsonExcess, RUN_JSON_BOUNDS } from '@/lib/protocol/response/json-meter';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { type FoundHeader, readHeaderObject } from './found-headers';
import { type Dialect, NOT_LITERAL } from './literal-cursor';
import { type CurlRequest, readCurl } from './read-curl';
import { literalReader } from './read-literal';
import { readPost } from './read-post';
import { readPowershell } from './read-powershell';
import { fieldsOfFile } from './saved-fields';
import { variablesIn } from './variables';

export type ImportSource = 'curl' | 'python' | 'typescript' | 'powershell' | 'json';

/** The fields of a request as written, before their names are checked. */
export type FoundFields =
  | {
      readonly ok: true;
      readonly source: ImportSource;
      readonly fields: Readonly<Record<string, unknown>>;
      readonly url: string | null;
      /** As written, the key's own among them. */
      readonly headers: readonly FoundHeader[];
      /** What an SDK's call is made on, as `completions.create(`; none without such a call. */
      readonly callee?: string;
    }
  | { readonly ok: false; readonly message: string };

/** Completions, and what is told from them: see `otherRequest`. */
const PYTHON_CALL =
  /\b(?:chat)?(?:completions?|messages|responses|embeddings?)\s*\.\s*(?:acreate|create|create_async|parse|stream)\s*\(/i;
const SCRIPT_CALL =
  /\b(?:completions?|messages|responses|embeddings?)\s*\.\s*(?:create|parse|stream)\s*\(\s*(?=\{)/i;

/** Detects what was pasted, and reads the request in it. Never throws. */
export function findFields(text: string): FoundFields {
  const trimmed = text.trim();
  if (trimmed === '') return fail('Paste some code first.');
  if (trimmed.startsWith('{')) return fromJson(trimmed, 'json', NO_CALL);
  const curl = readCurl(trimmed);
  if (curl !== null) return fromCurl(curl);
  const script = SCRIPT_CALL.exec(trimmed);
  if (script) return fromCall(trimmed, script, 'typescript');
  const python = PYTHON_CALL.exec(trimmed);
  if (python) return fromCall(trimmed, python, 'python');
  const post = readPost(trimmed);
  if (post !== null) return fromBody(post.body, 'python', post);
  // Last: its short names may be words of another text.
  const powershell = readPowershell(trimmed);
  if (powershell !== null) return fromBody(powershell.body, 'powershell', powershell);
  return fail('No curl command, completions.create(…) or post(…) call, PowerShell or JSON found.');
}

/** Where a body is sent, and with what. */
type Call = Pick<CurlRequest, 'url' | 'headers'>;
const NO_CALL: Call = { url: null, headers: [] };

function fromCall(code: string, call: RegExpExecArray, source: 'python' | 'typescript'): FoundFields {
  const [callee] = call;
  const start = call.index + callee.length;
  const dialect: Dialect = source === 'python' ? 'python' : 'javascript';
  const reader = literalReader(code, start, dialect, variablesIn(code, start, dialect).within);
  const read = source === 'python' ? reader.keywordArguments() : reader.value();
  if (!isRecord(read)) return fail("Found a call, but couldn't read its arguments.");
  const url = /(?:base_?url|server_?url)\s*[=:]\s*(["'`])([^"'`\n]+)\1/i.exec(code)?.[2] ?? null;
  // The second argument of the r9s TypeScript client, and the older name of the setting.
  const retries = source === 'typescript' ? retryConfig(code) : undefined;
  const fields = retries === undefined || 'retries' in read ? read : { ...read, retries };
  return { ok: true, source, fields, url, headers: headersOfSdk(code, dialect), callee };
}

const SDK_HEADERS = /\b(?:default_?headers|extra_?headers|headers)["']?\s{0,20}[:=]\s{0,20}(?=\{)/gi;
/** A client has them in one place, a call in another. */
const MAX_OBJECTS = 4;

/** Of the client and of the call, in that order. */
function headersOfSdk(code: string, dialect: Dialect): FoundHeader[] {
  const found: FoundHeader[] = [];
  let count = 0;
  for (const { index, 0: written } of code.matchAll(SDK_HEADERS)) {
    count += 1;
    if (count > MAX_OBJECTS) break;
    found.push(...readHeaderObject(literalReader(code, index + written.length, dialect).value()));
  }
  return found;
}

function retryConfig(code: string): unknown {
  const found = /\b(?:retries|retryConfig)\s*:\s*(?=\{)/.exec(code);
  return found ? literalReader(code, found.index + found[0].length, 'javascript').value() : undefined;
}

function fromCurl({ body, file, ...call }: CurlRequest): FoundFields {
  if (file !== null) return fail(`This command's body is in the file ${file}. Paste the file's content.`);
  return body === null ? fail('This curl command has no request body.') : fromJson(body, 'curl', call);
}

function fromJson(text: string, source: ImportSource, { url, headers }: Call): FoundFields {
  const excess = jsonExcess(text, RUN_JSON_BOUNDS);
  if (excess !== null) return fail(excessMessage('This JSON', excess));
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Pasted text is often JavaScript: comments, single quotes, a trailing comma.
    parsed = literalReader(text, 0, 'javascript').value();
  }
  if (!isRecord(parsed)) return fail(invalidMessage(text, source));
  const saved = fieldsOfFile(parsed);
  return saved.ok ? { ok: true, source, fields: saved.fields, url, headers } : saved;
}

function invalidMessage(text: string, source: ImportSource): string {
  const what = source === 'curl' ? "The -d body isn't" : source === 'json' ? "This isn't" : "The body isn't";
  return endsEarly(text) ? `${what} valid JSON (it ends too early).` : `${what} a valid JSON object.`;
}

/** Whether a string, an object or a list is still open where a text ends. */
function endsEarly(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
  }
  return inString || depth > 0;
}

/** The body of a call that was not made with an SDK: an object, or the text of one. */
function fromBody(body: unknown, source: ImportSource, call: Call): FoundFields {
  if (typeof body === 'string') return fromJson(body, source, call);
  if (isRecord(body)) return { ok: true, source, fields: body, url: call.url, headers: call.headers };
  if (body === null) return fail('This call has no request body.');
  return fail(
    body === NOT_LITERAL
      ? "The request body isn't in this code. Include the part that sets it."
      : "The request body isn't an object.",
  );
}

function fail(message: string): FoundFields {
  return { ok: false, message };
}

import { parseWireJson } from '../response/json-reader';
import { asText } from '../response/wire-json';
import type { RunError, RunErrorKind } from '../run/run-events';
import { ownCopy } from '../text/own-copy';
import { type ErrorFacts, guessParam, readErrorBody } from './error-body';
import { maskSecrets } from './mask-secrets';
import { htmlMessage } from './page-text';
import { takeRequestId } from './request-id';
import { type HeaderReader, headerReader, readRetryAfter } from './retry-after';

/** How much of an error body is read and stored, in characters. */
export const ERROR_BODY_LIMIT = 64 * 1024;

const MESSAGE_LIMIT = 2000;

/** Limit for a code, a type, a parameter name, an id. */
const FACT_LIMIT = 1000;

export interface ErrorResponse {
  readonly status: number;
  readonly headers: HeaderReader | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body, possibly cut at `ERROR_BODY_LIMIT`. */
  readonly bodyText: string;
  readonly contentType: string | null;
  /** Epoch milliseconds, for a `Retry-After` that is a date. */
  readonly now: number;
  /** Keys that were sent with the request: removed from everything that is stored. */
  readonly secrets?: readonly string[];
}

/** The kind of an HTTP error status, as the r9s contract names them. */
function errorKind(status: number): RunErrorKind {
  switch (status) {
    case 400:
      return 'bad_request';
    case 401:
      return 'authentication';
    case 403:
      return 'permission';
    case 422:
      return 'unprocessable';
    case 429:
      return 'rate_limit';
    case 500:
      return 'server';
    case 503:
      return 'unavailable';
    default:
      return 'http_other';
  }
}

/** Turns an answer outside 2XX, redirects included, into one error. Never throws, whatever the body is. */
export function errorFromResponse(response: ErrorResponse): RunError {
  const { status } = response;
  const header = headerReader(response.headers);
  const body = response.bodyText.slice(0, ERROR_BODY_LIMIT);
  const found = readBody(body, response.contentType) ?? NO_FACTS;
  const error = buildError(found, {
    kind: errorKind(status),
    status,
    fallbackMessage: emptyMessage(status, body, asText(header('location'))),
    rawBody: body === '' ? null : body,
    secrets: response.secrets ?? [],
  });
  const requestId = asText(header('x-request-id')) ?? asText(header('request-id'));
  return {
    ...error,
    retryAfterMs: readRetryAfter(header, response.now),
    requestId: requestId === null ? error.requestId : maskSecrets(requestId, response.secrets),
  };
}

/**
 * Reads an error that a server reported inside an answer that began as a success. Its kind follows the status
 * in it (`code: 429`), otherwise it is `stream`.
 * @param status HTTP status of the answer itself
 */
export function errorFromStream(
  value: unknown,
  status: number,
  rawBody: string,
  secrets: readonly string[] = [],
): RunError {
  const found = readErrorBody(value) ?? NO_FACTS;
  return buildError(found, {
    kind: found.status === null ? 'stream' : errorKind(found.status),
    status: found.status ?? status,
    fallbackMessage: 'The server reported an error mid-response without a message.',
    rawBody: rawBody.slice(0, ERROR_BODY_LIMIT),
    secrets,
  });
}

/** Which time limit ran out; the `code` of an error of kind `timeout`. */
export type TimeoutCode = 'connect' | 'first_byte' | 'idle' | 'quiet' | 'total';

/**
 * An error that no server sent: no connection, a refused address, a limit that ran out, an unreadable answer,
 * a fault of our own.
 * @param code `ECONNREFUSED` and the like, or a `TimeoutCode`
 */
export function transportError(
  kind: RunErrorKind,
  message: string,
  code: string | null = null,
  more: Partial<Pick<RunError, 'status' | 'rawBody' | 'requestId' | 'retryAfterMs'>> = {},
): RunError {
  return {
    kind,
    message,
    status: null,
    code,
    type: null,
    param: null,
    retryAfterMs: null,
    requestId: null,
    rawBody: null,
    ...more,
  };
}

const NO_FACTS: ErrorFacts = {
  message: null,
  type: null,
  code: null,
  param: null,
  status: null,
  requestId: null,
};

interface BuildOptions {
  readonly kind: RunErrorKind;
  readonly status: number;
  readonly fallbackMessage: string;
  readonly rawBody: string | null;
  readonly secrets: readonly string[];
}

function buildError(found: ErrorFacts, options: BuildOptions): RunError {
  const { kind, secrets } = options;
  const { text, requestId } = takeRequestId(
    (found.message ?? options.fallbackMessage).slice(0, ERROR_BODY_LIMIT),
  );
  const blames = kind === 'bad_request' || kind === 'unprocessable' || kind === 'stream';
  // Every text from the server, not only its message: some put what they refuse into `code` or `param`.
  const masked = (value: string | null, max = FACT_LIMIT) =>
    value === null ? null : shortened(maskSecrets(value.slice(0, ERROR_BODY_LIMIT), secrets), max);
  return {
    kind,
    // Masked before it is shortened: half a key would not be recognized.
    message: withEllipsis(maskSecrets(text, secrets)),
    status: options.status,
    code: masked(found.code),
    type: masked(found.type),
    param: masked(found.param ?? (blames && found.message !== null ? guessParam(text) : null)),
    retryAfterMs: null,
    requestId: masked(found.requestId ?? requestId),
    rawBody: masked(options.rawBody, ERROR_BODY_LIMIT),
  };
}

function withEllipsis(message: string): string {
  const cut = shortened(message, MESSAGE_LIMIT);
  return cut.length < message.length ? `${cut}…` : cut;
}

function shortened(text: string, max: number): string {
  return ownCopy(text.slice(0, max));
}

function readBody(body: string, contentType: string | null): ErrorFacts | null {
  const text = body.replace(/^\uFEFF/, '').trim();
  if (text === '') return null;
  if (looksLikeHtml(text, contentType)) return { ...NO_FACTS, message: htmlMessage(text) };
  // When a stream was requested, an error may come as a stream of one event.
  const json = text.replace(/^(?:event:[^\r\n]*[\r\n]+)?data:\s*/, '');
  const parsed = parseWireJson(json === text ? text : (json.split(/[\r\n]/, 1)[0] ?? ''));
  if (parsed.ok) return readErrorBody(parsed.value);
  if (/^[{[]/.test(text)) {
    const message = cutMessage(text);
    return message === null ? null : { ...NO_FACTS, message };
  }
  return { ...NO_FACTS, message: text };
}

/** The message of a JSON body that was cut off. */
function cutMessage(text: string): string | null {
  const quoted = /"(?:message|detail|error|msg)"\s*:\s*("[^"\\]*(?:\\.[^"\\]*)*")/.exec(text)?.[1];
  const parsed = quoted === undefined ? null : parseWireJson(quoted);
  return parsed?.ok ? asText(parsed.value) : null;
}

export function looksLikeHtml(text: string, contentType: string | null): boolean {
  if (/^\s*<(?:!doctype|html|head|body|title|h1|center)\b/i.test(text)) return true;
  return contentType !== null && /\bhtml\b/i.test(contentType) && /<\w+/.test(text);
}

function emptyMessage(status: number, body: string, location: string | null): string {
  if (status >= 300 && status < 400) {
    const where = location === null ? 'elsewhere' : `to ${location.slice(0, 300)}`;
    return `The server redirected ${where}. Redirects aren't followed.`;
  }
  const how = body.trim() === '' ? 'and an empty body' : 'and no readable message';
  return `The server responded with ${status} ${how}.`;
}

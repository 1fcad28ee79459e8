import { errorFromResponse, transportError } from '@/lib/protocol/errors/upstream-error';
import { parseWireJson } from '@/lib/protocol/response/json-reader';
import { isRecord } from '@/lib/protocol/response/wire-json';
import type { RunError } from '@/lib/protocol/run/run-events';
import { TOKENIZER_LIMITS } from '../limits';
import { readText } from '../read-text';
import { secretsIn } from '../secrets-in';
import type { UpstreamTarget } from '../target';
import { transportFor } from '../transport-for';

export type TokenizerAnswer =
  | { readonly ok: true; readonly value: Record<string, unknown> }
  | {
      readonly ok: false;
      readonly error: RunError;
      /** There is no such call at this address, as far as the answer tells. */
      readonly isMissing: boolean;
    };

/** Statuses of a server that has no such call, or another one, and of proxies that let none through. */
const MISSING = new Set([301, 302, 307, 308, 401, 403, 404, 405, 501]);
/** A call of the same name that wants something else. */
const MISUNDERSTOOD = new Set([400, 415, 422]);

/** One JSON call to a server's tokenizer; `body` null: a GET. Never rejects for what the server does. */
export async function callTokenizer(
  target: UpstreamTarget,
  url: string,
  body: object | null,
  signal: AbortSignal,
): Promise<TokenizerAnswer> {
  const call = { resource: { url }, body: body && JSON.stringify(body), stream: false };
  const result = await transportFor(target, TOKENIZER_LIMITS)(call, signal);
  if (!result.ok) return { ok: false, error: result.error, isMissing: false };
  const { answer } = result;
  const { status } = answer;
  const isOk = status >= 200 && status < 300;
  const text = await readText(answer, isOk ? TOKENIZER_LIMITS.maxBodyBytes : undefined);
  if (!isOk) {
    const error = errorFromResponse({
      status,
      headers: answer.header,
      bodyText: text,
      contentType: answer.header('content-type'),
      now: Date.now(),
      secrets: secretsIn(target),
    });
    return { ok: false, error, isMissing: MISSING.has(status) || MISUNDERSTOOD.has(status) };
  }
  const parsed = parseWireJson(text);
  if (parsed.ok && isRecord(parsed.value)) return { ok: true, value: parsed.value };
  return { ok: false, error: notTokens(status), isMissing: true };
}

/** An answer that cannot be read as tokens. */
export function notTokens(status: number | null = null): RunError {
  const message = "The server's tokenizer sent an unreadable response.";
  return transportError('malformed', message, 'not_tokens', { status });
}

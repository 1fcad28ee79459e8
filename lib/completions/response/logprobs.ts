import type { Token } from '@/lib/completions/run/run-events';
import { isRecord } from './wire-json';

/**
 * The lowest log-probability that is kept. vLLM writes −9999.0 for a token that cannot come, others `-Infinity`,
 * which JSON cannot carry: all of these become this one finite number.
 */
const LOGPROB_FLOOR = -9999;

/**
 * Reads the log-probabilities of one choice of one chunk, in any of the shapes met in the wild:
 * - four parallel arrays (OpenAI, vLLM, r9s, SGLang): `{tokens, token_logprobs, top_logprobs, text_offset}`;
 * - the chat shape (llama.cpp): `{content: [{token, logprob, bytes, top_logprobs: […]}]}`;
 * - Together's: the arrays with `top_logprobs` as one map, or a bare number for a chunk of one token.
 *
 * `text_offset` is not read: it restarts per choice on vLLM. Token texts are kept as given, also when they are parts
 * of a character. Returns null when there is nothing to read.
 */
export function readLogprobs(value: unknown, text: string): Token[] | null {
  if (typeof value === 'number') {
    return text === '' ? null : [{ text, logprob: readLogprob(value), top: [] }];
  }
  if (!isRecord(value)) return null;
  if (Array.isArray(value.content)) return readContent(value.content);
  if (Array.isArray(value.tokens)) {
    return readArrays(value.tokens, value.token_logprobs, value.top_logprobs);
  }
  return null;
}

/** A finite number no lower than the floor, or null for what is no number (null, NaN). */
function readLogprob(value: unknown): number | null {
  if (typeof value === 'string') return readSpelled(value);
  if (typeof value !== 'number' || Number.isNaN(value)) return null;
  if (value === Number.POSITIVE_INFINITY) return null;
  return Math.max(value, LOGPROB_FLOOR);
}

function readSpelled(value: string): number | null {
  return /^-\s*inf(inity)?$/i.test(value.trim()) ? LOGPROB_FLOOR : null;
}

function readArrays(tokens: unknown[], logprobs: unknown, tops: unknown): Token[] | null {
  const result: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const text = tokens[at];
    if (typeof text !== 'string') continue;
    const top = Array.isArray(tops) ? tops[at] : tokens.length === 1 ? tops : null;
    result.push({
      text,
      logprob: Array.isArray(logprobs) ? readLogprob(logprobs[at]) : null,
      top: readTop(top),
    });
  }
  return result.length > 0 ? result : null;
}

function readContent(content: unknown[]): Token[] | null {
  const result: Token[] = [];
  for (const entry of content) {
    if (!isRecord(entry) || typeof entry.token !== 'string') continue;
    result.push({
      text: entry.token,
      logprob: readLogprob(entry.logprob),
      top: readTop(entry.top_logprobs),
    });
  }
  return result.length > 0 ? result : null;
}

type Alternatives = Token['top'];

function readTop(value: unknown): Alternatives {
  const result: Alternatives = [];
  if (value === null || value === undefined) return result;
  const add = (text: unknown, raw: unknown) => {
    const logprob = readLogprob(raw);
    if (typeof text === 'string' && logprob !== null) result.push({ text, logprob });
  };
  if (Array.isArray(value)) {
    for (const entry of value) if (isRecord(entry)) add(entry.token, entry.logprob);
  } else if (isRecord(value)) {
    // Keys that look like numbers ("1", "42") come first in a JavaScript object whatever the server wrote, so the
    // order of a map says nothing and is made anew.
    for (const text of Object.keys(value)) add(text, value[text]);
  }
  return result.sort((a, b) => b.logprob - a.logprob);
}

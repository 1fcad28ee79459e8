import type { Token } from '../run/run-events';
import { tokenBytes } from '../run/run-size';
import { isRecord } from './wire-json';

/** More alternatives per token are not stored: vLLM's default limit is 20, llama.cpp has none. */
export const MAX_ALTERNATIVES = 200;

/** How much of what a server sends is stored. */
export interface LogprobLimits {
  /** Number of alternatives per token, the likeliest ones. */
  readonly alternatives: number;
  /** Memory for all tokens of one call (see run-size.ts); the token that exceeds it is the last one read. */
  readonly bytes: number;
}

const DEFAULT_LIMITS: LogprobLimits = { alternatives: MAX_ALTERNATIVES, bytes: Number.POSITIVE_INFINITY };

/**
 * The lowest log-probability that is stored. vLLM writes −9999.0 for an impossible token, others `-Infinity`,
 * which JSON cannot carry: all of these become this one finite number.
 */
const LOGPROB_FLOOR = -9999;

/**
 * Reads the log-probabilities of one choice of one chunk, in any of the formats that servers use:
 * - four parallel arrays (OpenAI, vLLM, r9s, SGLang): `{tokens, token_logprobs, top_logprobs, text_offset}`;
 * - the chat format (llama.cpp): `{content: [{token, logprob, bytes, top_logprobs: […]}]}`;
 * - Together's: the arrays with `top_logprobs` as one map, or a bare number for a chunk of one token;
 * - a bare list: llama.cpp's `completion_probabilities`, with log-probabilities or, before 2025 and with
 *   `post_sampling_probs`, with probabilities: `[{content, probs: [{tok_str, prob}]}]`.
 *
 * `text_offset` is not read: it restarts per choice on vLLM. Token texts stay as given, also when they are
 * parts of a character. Some servers send thousands of alternatives whatever was requested: only the
 * likeliest are stored. Returns null when there is nothing to read.
 */
export function readLogprobs(value: unknown, text: string, limits = DEFAULT_LIMITS): Token[] | null {
  if (typeof value === 'number') {
    return text === '' ? null : [{ text, logprob: readLogprob(value), top: [] }];
  }
  if (Array.isArray(value)) return readTokens(value, limits, listedTokenAt);
  if (!isRecord(value)) return null;
  const { content, tokens, token_logprobs: logprobs, top_logprobs: tops } = value;
  if (Array.isArray(content)) return readTokens(content, limits, chatTokenAt);
  if (!Array.isArray(tokens)) return null;
  return readTokens(tokens, limits, (text, at) => {
    if (typeof text !== 'string') return null;
    const top = Array.isArray(tops) ? tops[at] : tokens.length === 1 ? tops : null;
    return { text, logprob: Array.isArray(logprobs) ? logprobs[at] : null, top };
  });
}

/**
 * The tokens, and one more for a text that goes on after the last one: llama.cpp leaves out a last token that is
 * the beginning of a character, llama-cpp-python the last one of an echo.
 */
export function withRest(tokens: Token[] | null, text: string): Token[] | null {
  const joined = tokens?.map((token) => token.text).join('') ?? '';
  if (joined.length >= text.length || joined === '' || !text.startsWith(joined)) return tokens;
  return [...(tokens ?? []), { text: text.slice(joined.length), logprob: null, top: [] }];
}

/** A token as it was sent, with unread numbers and alternatives. */
interface SentToken {
  readonly text: string;
  readonly logprob: unknown;
  readonly top: unknown;
}

function chatTokenAt(entry: unknown): SentToken | null {
  if (!isRecord(entry) || typeof entry.token !== 'string') return null;
  return { text: entry.token, logprob: entry.logprob, top: entry.top_logprobs };
}

/** One entry of `completion_probabilities`, of any version. */
function listedTokenAt(entry: unknown): SentToken | null {
  if (!isRecord(entry)) return null;
  const { content, token, probs } = entry;
  if (typeof token === 'string') {
    const logprob = entry.logprob ?? logOf(entry.prob);
    return { text: token, logprob, top: entry.top_logprobs ?? withLogprobs(entry.top_probs, 'token') };
  }
  if (typeof content !== 'string') return null;
  const top = withLogprobs(probs, 'tok_str');
  // The sampled token has no probability of its own, and may be missing among the likeliest.
  const own = top.find((other) => other.token === content);
  return { text: content, logprob: own?.logprob ?? null, top };
}

interface SentAlternative {
  readonly token: unknown;
  readonly logprob: number | null;
}

function withLogprobs(list: unknown, name: 'token' | 'tok_str'): SentAlternative[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) =>
    isRecord(entry) ? [{ token: entry[name], logprob: logOf(entry.prob) }] : [],
  );
}

/** The natural logarithm of a probability; 0 becomes the floor. */
function logOf(probability: unknown): number | null {
  if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) return null;
  return Math.max(Math.log(probability), LOGPROB_FLOOR);
}

function readTokens(
  list: readonly unknown[],
  limits: LogprobLimits,
  sentAt: (entry: unknown, at: number) => SentToken | null,
): Token[] | null {
  const result: Token[] = [];
  let bytes = 0;
  for (let at = 0; at < list.length && bytes <= limits.bytes; at += 1) {
    const sent = sentAt(list[at], at);
    if (sent === null) continue;
    const top = readTop(sent.top, Math.min(limits.alternatives, MAX_ALTERNATIVES));
    const token: Token = { text: sent.text, logprob: readLogprob(sent.logprob), top };
    result.push(token);
    bytes += tokenBytes(token);
  }
  return result.length > 0 ? result : null;
}

/** A finite number no lower than the floor, or null for anything that is not a number (null, NaN). */
function readLogprob(value: unknown): number | null {
  if (typeof value === 'string') return readSpelled(value);
  if (typeof value !== 'number' || Number.isNaN(value)) return null;
  if (value === Number.POSITIVE_INFINITY) return null;
  return Math.max(value, LOGPROB_FLOOR);
}

function readSpelled(value: string): number | null {
  return /^-\s*inf(inity)?$/i.test(value.trim()) ? LOGPROB_FLOOR : null;
}

type Alternatives = Token['top'];

/** The `most` likeliest, likeliest first. Servers may send thousands, so no list of all of them is made. */
function readTop(value: unknown, max: number): Alternatives {
  const top: Alternatives = [];
  if (value === null || value === undefined) return top;
  const add = (text: unknown, raw: unknown) => {
    const logprob = readLogprob(raw);
    if (typeof text !== 'string' || logprob === null) return;
    // Its position by probability; among equals the first one sent comes first.
    let at = top.length;
    while (at > 0 && (top[at - 1]?.logprob ?? 0) < logprob) at -= 1;
    if (at >= max) return;
    top.splice(at, 0, { text, logprob });
    if (top.length > max) top.pop();
  };
  if (Array.isArray(value)) {
    for (const entry of value) if (isRecord(entry)) add(entry.token, entry.logprob);
  } else if (isRecord(value)) {
    // In a JavaScript object, keys that look like numbers ("1", "42") come first whatever the server wrote,
    // so the order of a map means nothing and is ignored.
    for (const text of Object.keys(value)) add(text, value[text]);
  }
  return top;
}

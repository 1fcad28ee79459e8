import type { Token } from '../run/run-events';

/** exp(logprob), between 0 and 1; null when the server gave none. */
export function probability(logprob: number | null): number | null {
  // Servers that compute in half precision send values a little above 0.
  return logprob === null ? null : Math.min(1, Math.exp(logprob));
}

interface Alternative {
  readonly text: string;
  readonly probability: number;
  /** This is the token that was chosen. */
  readonly chosen: boolean;
}

export interface TokenAlternatives {
  /** Likeliest first. Always contains the chosen token, also when the server's list left it out. */
  readonly entries: readonly Alternative[];
  /** Rank of the chosen token, 1 for the likeliest; null when it was outside the server's list. */
  readonly rank: number | null;
  /** The probability of all other tokens: 1 − Σp, never below 0. Null when no probability is known. */
  readonly others: number | null;
}

/** The list under a token: its alternatives, its rank among them, and the remaining probability. */
export function tokenAlternatives(token: Token): TokenAlternatives {
  let rank: number | null = null;
  const entries: Alternative[] = token.top.map(({ text, logprob }, at) => {
    // Only once: llama.cpp can list two tokens with the same text.
    const chosen = rank === null && text === token.text;
    if (chosen) rank = at + 1;
    return { text, probability: probability(logprob) ?? 0, chosen };
  });
  const own = probability(token.logprob);
  if (rank === null && own !== null) {
    const index = entries.findIndex((entry) => entry.probability < own);
    entries.splice(index === -1 ? entries.length : index, 0, {
      text: token.text,
      probability: own,
      chosen: true,
    });
  }
  if (entries.length === 0) return { entries, rank, others: null };
  const sum = entries.reduce((total, entry) => total + entry.probability, 0);
  return { entries, rank, others: Math.max(0, 1 - sum) };
}

/** Mean log-probability of the tokens that have one; null when none has. Used by `best_of`. */
export function meanLogprob(tokens: readonly Token[]): number | null {
  let sum = 0;
  let count = 0;
  for (const { logprob } of tokens) {
    if (logprob === null) continue;
    sum += logprob;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

export interface TokenRange {
  readonly token: Token;
  /** Range in the choice's text, in UTF-16 units; empty for a token that is only a part of a character. */
  readonly start: number;
  readonly end: number;
}

/** How far ahead a token is searched when the text differs from the tokens. */
const LOOK_AHEAD = 64;

/**
 * Finds each token's range in a choice's text. Usually the tokens simply add up to it; when they do not
 * (parts of a character as `�` or `bytes:\xf0`, special tokens that are not printed, a server that sent a
 * chunk without tokens), ranges continue at the next token that fits. Ranges never overlap and never go
 * backwards.
 */
export function tokenRanges(text: string, tokens: readonly Token[]): TokenRange[] {
  let at = 0;
  return tokens.map((token) => {
    const found = token.text === '' ? at : findNear(text, token.text, at);
    if (found === -1) return { token, start: at, end: at };
    const start = found;
    at = found + token.text.length;
    return { token, start, end: at };
  });
}

function findNear(text: string, part: string, from: number): number {
  if (text.startsWith(part, from)) return from;
  // A single space or comma occurs everywhere: only a longer text shows that a range has no tokens.
  if (part.trim().length < 2) return -1;
  const found = text.slice(from, from + LOOK_AHEAD + part.length).indexOf(part);
  return found === -1 ? -1 : from + found;
}

import { aboutTokens } from '@/lib/client/draft/about-tokens';
import type { RunState } from '@/lib/completions/run/run-state';
import type { RunView } from './run-view';

/** A number of tokens, as the server counted it or as it looks from here. */
export interface TokenCount {
  readonly value: number;
  readonly about: boolean;
}

/** The figures of the status line; milliseconds, null where they are not known (yet). */
export interface RunFigures {
  readonly firstTextMs: number | null;
  readonly durationMs: number | null;
  readonly tokensPerSecond: number | null;
  readonly promptTokens: TokenCount | null;
  readonly completionTokens: TokenCount | null;
}

/** Texts longer than this are not read through several times a second only to count. */
const COUNT_AT_MOST = 100_000;

/** @param now milliseconds since the epoch */
export function runFigures(view: RunView, state: RunState, now: number): RunFigures {
  const ended = state.status !== 'streaming';
  const { timings, usage } = state;
  const firstTextMs = timings.firstTokenMs ?? view.firstTextMs;
  const durationMs = ended ? timings.durationMs : Math.max(0, now - view.startedAt);
  const completionTokens =
    usage?.completionTokens != null
      ? { value: usage.completionTokens, about: false }
      : countCompletion(state, view.ask.request.echo === true);
  const promptTokens =
    usage?.promptTokens != null
      ? { value: usage.promptTokens, about: false }
      : { value: aboutPrompt(view), about: true };
  return {
    firstTextMs,
    durationMs,
    tokensPerSecond: speed(completionTokens, firstTextMs, durationMs),
    promptTokens,
    completionTokens,
  };
}

/**
 * Tokens after the first, over the time after the first. An answer that came in one piece has no such time: then
 * it is all of them over the whole duration.
 */
function speed(
  tokens: TokenCount | null,
  firstTextMs: number | null,
  durationMs: number | null,
): number | null {
  if (!tokens || tokens.value === 0 || durationMs === null || durationMs <= 0) return null;
  const writing = firstTextMs === null ? 0 : durationMs - firstTextMs;
  if (tokens.value < 2 || writing < 20) return tokens.value / (durationMs / 1000);
  return (tokens.value - 1) / (writing / 1000);
}

function countCompletion(state: RunState, echo: boolean): TokenCount | null {
  let value = 0;
  let about = false;
  for (const choice of state.choices) {
    if (choice.text === '') continue;
    // With echo the tokens are the prompt's as well.
    if (choice.tokens && !echo) value += choice.tokens.length;
    else {
      about = true;
      value +=
        choice.text.length > COUNT_AT_MOST ? Math.ceil(choice.text.length / 4) : aboutTokens(choice.text);
    }
  }
  return value === 0 ? null : { value, about };
}

const promptCounts = new WeakMap<object, number>();

function aboutPrompt({ ask }: RunView): number {
  const known = promptCounts.get(ask);
  if (known !== undefined) return known;
  const prompts = typeof ask.request.prompt === 'string' ? [ask.request.prompt] : ask.request.prompt;
  const value = prompts.reduce((sum, prompt) => sum + aboutTokens(prompt), 0);
  promptCounts.set(ask, value);
  return value;
}

/** 312 ms, 4.2 s, 1 min 5 s. */
export function formatMs(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** At most three figures: 7.25, 41.2, 1,980. */
export function formatRate(perSecond: number): string {
  const digits = perSecond < 10 ? 2 : perSecond < 100 ? 1 : 0;
  return perSecond.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function formatCount({ value, about }: TokenCount): string {
  return `${about ? 'about ' : ''}${value.toLocaleString('en')}`;
}

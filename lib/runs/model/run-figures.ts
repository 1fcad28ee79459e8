import { promptList } from '@/lib/protocol/request/prompts';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import type { Usage } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import { estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';

/** A number of tokens, counted by the server or estimated here. */
export interface TokenCount {
  readonly value: number;
  readonly isEstimated: boolean;
}

/** Longer texts are not read several times a second only to count. */
const MAX_COUNTED = 100_000;

/**
 * Tokens after the first, over the time after the first. An answer that came all at once has no such time:
 * then all tokens over the whole duration.
 */
export function tokensPerSecond(
  tokens: TokenCount | null,
  firstTextMs: number | null,
  durationMs: number | null,
): number | null {
  if (!tokens || tokens.value === 0 || durationMs === null || durationMs <= 0) return null;
  const writing = firstTextMs === null ? 0 : durationMs - firstTextMs;
  if (tokens.value < 2 || writing < 20) return tokens.value / (durationMs / 1000);
  return (tokens.value - 1) / (writing / 1000);
}

/** An estimate of the tokens of all prompts of a request together; exact for prompts of token ids. */
export function estimatePromptTokens(prompt: Prompt): number {
  return promptList(prompt).reduce(
    (sum, one) => sum + (typeof one === 'string' ? estimateTokens(one) : one.length),
    0,
  );
}

/** The server's token counts. Servers that do not count send only zeros; beside a text these are ignored. */
export function countedUsage({ usage, choices }: Pick<RunState, 'usage' | 'choices'>): Usage | null {
  if (usage === null || usage.promptTokens || usage.completionTokens || usage.totalTokens) return usage;
  return choices.some(({ text }) => text !== '') ? null : usage;
}

/**
 * Tokens of all choices together: as the server counted them, else those that came with probabilities, else
 * an estimate. Null while there is no text.
 * @param echo the texts begin with the prompt, and so do their tokens
 * @param max the request's `max_tokens`: no estimate of one choice is higher
 * @param maxRead UTF-16 units of a choice that are read for an estimate; of a longer one only the length counts
 */
export function completionTokens(
  state: Pick<RunState, 'usage' | 'choices'>,
  {
    echo = false,
    max,
    maxRead = MAX_COUNTED,
  }: {
    readonly echo?: boolean | undefined;
    readonly max?: number | undefined;
    readonly maxRead?: number | undefined;
  },
): TokenCount | null {
  const counted = countedUsage(state)?.completionTokens ?? null;
  if (counted !== null) return { value: counted, isEstimated: false };
  let value = 0;
  let isEstimated = false;
  const most = echo || max === undefined || max <= 0 ? Number.POSITIVE_INFINITY : max;
  for (const choice of state.choices) {
    if (choice.text === '') continue;
    // With echo the tokens include the prompt's.
    if (choice.tokens && !echo) value += choice.tokens.length;
    else {
      isEstimated = true;
      const { length } = choice.text;
      value += Math.min(most, length > maxRead ? Math.ceil(length / 4) : estimateTokens(choice.text));
    }
  }
  return value === 0 ? null : { value, isEstimated };
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

export function formatCount({ value, isEstimated }: TokenCount): string {
  return `${isEstimated ? 'about ' : ''}${value.toLocaleString('en')}`;
}

import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Choice } from '@/lib/protocol/run/run-state';
import { meanLogprob, tokenRanges } from '@/lib/protocol/tokens/token-view';

/** The figures of one choice, without the prompt that `echo` puts in front. */
export interface ChoiceFigures {
  /** UTF-16 units. */
  readonly characters: number;
  /** Null without probabilities: servers count the tokens of all choices together. */
  readonly tokens: number | null;
  readonly meanLogprob: number | null;
}

/** @param choice of a run that has ended */
export function choiceFigures(
  { echo, prompt, n = 1 }: CompletionRequest,
  { index, text, tokens }: Pick<Choice, 'index' | 'text' | 'tokens'>,
): ChoiceFigures {
  // Choice index = i + promptIndex · n.
  const own = typeof prompt === 'string' ? prompt : (prompt[Math.floor(index / n)] ?? '');
  const start = echo && text.startsWith(own) ? own.length : 0;
  const written =
    tokens && start > 0
      ? tokenRanges(text, tokens).flatMap((placed) => (placed.start >= start ? [placed.token] : []))
      : tokens;
  return {
    characters: text.length - start,
    tokens: written?.length ?? null,
    meanLogprob: written && meanLogprob(written),
  };
}

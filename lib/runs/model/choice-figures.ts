import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { echoedUnits } from '@/lib/protocol/run/echoed-prompt';
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
  request: CompletionRequest,
  { index, text, tokens }: Pick<Choice, 'index' | 'text' | 'tokens'>,
): ChoiceFigures {
  const start = echoedUnits(request, { index, text, tokens });
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

import type { RunState } from '@/lib/protocol/run/run-state';
import { meanLogprob } from '@/lib/protocol/tokens/token-view';
import { collapseChoices } from '@/lib/runs/client/collapse-choices';
import { rankChoices } from '@/lib/runs/client/rank-choices';

/** One continuation that a run suggests. */
export interface Alternative {
  /** The choice's index in the run. */
  readonly choice: number;
  /** Its whole text. */
  readonly text: string;
  /** How many choices of the run have this text. */
  readonly count: number;
}

/**
 * What a run suggests, the likeliest first by the mean log-probability of the tokens; equal texts are one. Without
 * probabilities in the order of the choices.
 * @param skip what each has to begin with: the text has it already
 */
export function alternativesOf({ choices }: Pick<RunState, 'choices'>, skip: string): Alternative[] {
  const texts = choices.map(({ text }) => text);
  const groups = collapseChoices(texts, Math.max(1, texts.length));
  const means = choices.map(({ tokens }) => tokens && meanLogprob(tokens));
  return (rankChoices(groups, means, Math.max(1, texts.length)) ?? groups).flatMap(
    ({ index, duplicates }) => {
      const text = texts[index] ?? '';
      if (!text.startsWith(skip) || text.slice(skip.length).trim() === '') return [];
      return [{ choice: index, text, count: duplicates.length + 1 }];
    },
  );
}

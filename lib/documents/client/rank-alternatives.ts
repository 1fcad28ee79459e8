import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { RunState } from '@/lib/protocol/run/run-state';
import { collapseChoices } from '@/lib/runs/client/collapse-choices';
import { rankChoices } from '@/lib/runs/client/rank-choices';
import { choiceFigures } from '@/lib/runs/model/choice-figures';

export interface RankedChoice {
  readonly choice: number;
  readonly text: string;
  /** How many choices of the run have this text. */
  readonly times: number;
}

/** The different texts of a run that has ended, best first where there are probabilities. Without empty ones. */
export function rankAlternatives({ choices }: RunState, request: CompletionRequest): RankedChoice[] {
  const groups = collapseChoices(
    choices.map(({ text }) => text),
    choices.length,
  );
  const means = choices.map((choice) => choiceFigures(request, choice).meanLogprob);
  const ranked = rankChoices(groups, means, Math.max(1, choices.length)) ?? groups;
  return ranked
    .map(({ index, duplicates }) => ({
      choice: index,
      text: choices[index]?.text ?? '',
      times: duplicates.length + 1,
    }))
    .filter(({ text }) => text !== '');
}

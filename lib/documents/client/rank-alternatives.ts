import { collapseChoices } from '@/lib/runs/client/collapse-choices';
import { rankChoices } from '@/lib/runs/client/rank-choices';
import type { RunStore } from '@/lib/runs/client/run-store';
import { choiceFigures } from '@/lib/runs/model/choice-figures';

export interface RankedChoice {
  readonly choice: number;
  readonly text: string;
  /** How many choices of the run have this text. */
  readonly times: number;
}

/** The different texts of a run that has ended, best first where there are probabilities. Without empty ones. */
export function rankAlternatives(store: RunStore): RankedChoice[] {
  const { choices } = store.state;
  const { request } = store.view().startRequest;
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

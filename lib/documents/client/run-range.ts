import { getDraft } from '@/lib/playground/client/draft-store';
import type { TextRange } from './continuation';
import { chosenFillIn } from './fill-in-choice';
import { isFilledIn } from './prepare-continuation';

/** The stretch that a run at the cursor replaces: the selection, and all that follows where that was chosen. */
export function runRange(text: string, { from, to }: TextRange): TextRange {
  const { connectionId, model } = getDraft();
  const { kind } = chosenFillIn(connectionId, model);
  // Where only white space follows there was nothing to choose.
  return { from, to: kind === 'replace' && isFilledIn(text.slice(to)) ? text.length : to };
}

import type { RunSummary } from '@/lib/runs/model/runs';

/** A prompt of token IDs, whose text the row does not show. */
const IDS = /^\[\d+(, \d+)*,? ?\]?$/;

/**
 * Whether a run with probabilities can have them for its prompt as well: its output then begins with the prompt
 * (`echo`). Decided by what a row of the history has, since reading every request to list it would take long.
 */
export function mayHaveScore({
  promptPreview,
  outputPreview,
}: Pick<RunSummary, 'promptPreview' | 'outputPreview'>): boolean {
  if (promptPreview === '' || outputPreview === '') return false;
  if (IDS.test(promptPreview)) return true;
  return outputPreview.startsWith(promptPreview.slice(0, COMPARED));
}

/** Short of the length of a preview, where the last character may be half of a sign. */
const COMPARED = 190;

import { REDACTED } from './redact';
import type { SharedRun } from './shared-run';

/** What `withholdHints` leaves out of a copy in which something is redacted. */
export const WITHHELD_MEANS =
  'Alternatives, seed, logit bias, stop token IDs, extra fields, token counts, cost and the raw response are left out, because they could reveal the hidden text. If an output has hidden text, Total time is left out too, and so is Max tokens if the output reached it.';

/** A hidden part of an output that ended at max tokens: their number is withheld. */
export function hidesMaxTokens({ parameters, outputs = [] }: SharedRun): boolean {
  return (
    parameters !== undefined &&
    parameters.max_tokens === undefined &&
    outputs.some(({ text, finishReason }) => finishReason === 'length' && text.includes(REDACTED))
  );
}

/** A hidden part of an output: how long the run took is withheld. */
export function hidesDuration({ timings, outputs = [] }: SharedRun): boolean {
  return timings?.durationMs === null && outputs.some(({ text }) => text.includes(REDACTED));
}

import { visibleInline } from '../tokens/visible-whitespace';
import type { RunStatus, StopReason } from './run-events';

const WORDS: Readonly<Record<string, string>> = {
  stop: 'Ended naturally or at a stop sequence',
  eos: 'The model ended the text',
  length: 'Hit the max tokens limit',
  content_filter: 'Stopped by a content filter',
  abort: 'Aborted by the server',
  error: 'Stopped by a server error',
};

/**
 * A label for a finish reason. The set is open: an unknown one is shown as the server wrote it, and null has
 * a label of its own, by how the run ended.
 */
export function finishReasonLabel(reason: string | null, status: RunStatus = 'complete'): string {
  if (reason === null) return status === 'complete' ? 'No finish reason' : 'Stopped before the end';
  return Object.hasOwn(WORDS, reason) ? (WORDS[reason] ?? reason) : reason;
}

/** Shorter forms for a line with little room. Whether the request had stop texts chooses between the first two. */
const SHORT = {
  natural: 'Ended naturally',
  either: 'End or stop sequence',
  length: 'Hit max tokens',
} as const;

/** Longer stop texts are cut. */
const MAX_SHOWN = 40;

/** The same, naming what ended the text where the server said so: `Stopped at “↵”`. */
export function endingLabel(reason: string | null, stopReason: StopReason | null | undefined): string {
  if (stopReason == null) return finishReasonLabel(reason);
  if (typeof stopReason === 'number') return `Stopped at token ${stopReason}`;
  const shown = visibleInline(stopReason);
  return `Stopped at “${shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown}”`;
}

/**
 * The same where there is little room; `endingLabel` says it in full.
 * @param hasStops whether the request named texts or tokens to stop at
 */
export function shortEndingLabel(
  reason: string | null,
  stopReason: StopReason | null | undefined,
  hasStops: boolean,
): string {
  if (stopReason != null) return endingLabel(reason, stopReason);
  if (reason === 'length') return SHORT.length;
  if (reason !== 'stop') return endingLabel(reason, stopReason);
  return hasStops ? SHORT.either : SHORT.natural;
}

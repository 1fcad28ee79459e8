import type { StopReason } from '@/lib/protocol/run/run-events';

/*
 * The column is JSON in a text column: SQLite would turn the number of a JSON column into an integer.
 */

export function stopReasonText(reason: StopReason | null | undefined): string | null {
  return reason == null ? null : JSON.stringify(reason);
}

/** For a choice; without the field when there is none. */
export function storedStopReason(text: string | null): { stopReason?: StopReason } {
  return text === null ? {} : { stopReason: JSON.parse(text) as StopReason };
}

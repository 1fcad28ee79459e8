import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import type { ComparisonQueue } from './comparisons';

/**
 * Events of the stream of a comparison (lib/compare/server/README.md). Events of runs are the same as in the
 * stream of one run, so `applyRunEvent` applies them; `run-start` means: drop what you have of this run.
 */
export type ComparisonEvent =
  | {
      readonly type: 'run';
      readonly cell: string;
      /** A run other than the cell's previous one: its events begin with `run-start`. */
      readonly runId: string;
      readonly events: readonly NumberedRunEvent[];
    }
  /** A run named in `seen` no longer exists: it was deleted. */
  | { readonly type: 'run-gone'; readonly runId: string }
  | QueueEvent;

export type QueueEvent =
  /** What waits and what is live, whole: the first event of every stream, and when the list of waiting cells changes. */
  | ({ readonly type: 'queue' } & WholeQueue)
  /** The same after a change that only took the first cells of that list: small, however many cells wait. */
  | ({ readonly type: 'queue-step' } & QueueStep);

export interface WholeQueue extends ComparisonQueue {
  /** Of the list of waiting cells. */
  readonly version: number;
  /** How many of the first waiting cells are being started, or started again, and are not part of that list. */
  readonly starting: number;
}

/** Differs from the last whole queue as it says. */
export interface QueueStep extends Omit<ComparisonQueue, 'waiting'> {
  readonly version: number;
  /** How many cells of the list of that version have left it, from its beginning. */
  readonly left: number;
  /** Cells that are being started, or started again: they wait before all others. */
  readonly starting: readonly string[];
  /** Only those that were refused since the event before. */
  readonly refused: ComparisonQueue['refused'];
}

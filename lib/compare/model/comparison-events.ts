import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';

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
  /** What waits and what is live, whenever that changes; the first event of every stream. */
  | ({ readonly type: 'queue' } & ComparisonQueueState);

/** Checked by `comparisonQueueSchema` where it is an answer of its own. */
export interface ComparisonQueueState {
  /** Cells that wait for their turn, next first. */
  readonly waiting: readonly string[];
  readonly live: readonly { readonly cell: string; readonly runId: string }[];
  /** Cells that could not be started. */
  readonly refused: readonly {
    readonly cell: string;
    readonly code: string;
    readonly message: string;
    readonly param: string | null;
  }[];
  readonly done: number;
  readonly total: number;
}

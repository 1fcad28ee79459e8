import type { RunDetail } from '@/lib/runs/model/runs';
import type { RoomSource } from './compare-room';
import type { StoredPlan } from './new-plan-storage';

/** What an address has opened. */
export interface Opened {
  readonly source: RoomSource;
  /** Runs of the history that columns show, by column. */
  readonly shown: readonly (readonly [column: string, run: RunDetail])[];
  /** A new comparison that this one has taken the place of. */
  readonly putAside: StoredPlan | null;
  /** The name of the column that was added to the comparison being composed. */
  readonly added: string | null;
  /** Of a shared link: models that the practice model stands in for. */
  readonly insteadOf?: readonly string[];
}

import type { RunDetail } from '@/lib/runs/model/runs';
import type { CompareStoreSource } from './compare-store';
import type { StoredPlan } from './new-plan-storage';

/** What an address has opened. */
export interface Opened {
  readonly source: CompareStoreSource;
  /** Runs of the history that columns show, each with its column. */
  readonly shown: readonly (readonly [column: string, run: RunDetail])[];
  /** The new comparison that this one replaced. */
  readonly stashed: StoredPlan | null;
  /** The name of the column that was added to the comparison being composed. */
  readonly added: string | null;
  /** For a shared link: models that the practice model replaces. */
  readonly unavailable?: readonly string[];
}

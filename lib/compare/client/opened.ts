import type { RunDetail } from '@/lib/runs/model/runs';
import type { CompareStoreSource } from './compare-store';
import type { StoredPlan } from './new-plan-storage';

/** What an address has opened. */
export interface Opened {
  readonly source: CompareStoreSource;
  /** Runs of the history that columns show, by column. */
  readonly shown: readonly (readonly [column: string, run: RunDetail])[];
  /** A new comparison that this one has taken the place of. */
  readonly stashed: StoredPlan | null;
  /** The name of the column that was added to the comparison being composed. */
  readonly added: string | null;
  /** Of a shared link: models that the practice model stands in for. */
  readonly unavailable?: readonly string[];
}

import type { Stretch } from '@/components/runs/paint-visible';
import { differenceStretches } from '@/components/texts/difference-stretches';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import type { Divergence } from '@/lib/texts/model/divergence';
import { type Difference, findDifferences } from '@/lib/texts/model/text-differences';
import { comparableColumns, differencesJob, divergencesOf } from './comparable-columns';

/** How one column differs from the owner's reference, as the page is sent. */
export interface ServedDifference {
  readonly name: string;
  readonly reference: string;
  readonly isReference: boolean;
  readonly divergence: Divergence | null;
  readonly difference: Difference | null;
  /** In the text of its first output. */
  readonly stretches: readonly Stretch[];
}

/**
 * UTF-16 units of all texts together: every reader of the link starts this work, and it takes up to 0.3 s.
 */
const MAX_SERVED_LENGTH = 30_000;

/**
 * Differences by column: shown before the reader chooses anything, and without scripts. Null where the owner
 * compared with nothing, or the texts are too long to compare at every view.
 */
export function servedDifferences(shared: SharedComparison): ServedDifferences | null {
  const known = served.get(shared);
  if (known !== undefined) return known;
  const found = differencesIn(shared);
  served.set(shared, found);
  return found;
}

type ServedDifferences = ReadonlyMap<number, ServedDifference>;

/** A copy never changes, and stays in memory while it is read again and again. */
const served = new WeakMap<SharedComparison, ServedDifferences | null>();

function differencesIn(shared: SharedComparison): ServedDifferences | null {
  const columns = comparableColumns(shared);
  const chosen = shared.compared.kind === 'columns' ? shared.compared.reference : null;
  const reference = columns.find(({ at }) => at === chosen) ?? null;
  const length = columns.reduce((sum, { completion }) => sum + completion.length, 0);
  if (reference === null || columns.length < 2 || length > MAX_SERVED_LENGTH) return null;
  const { byKey: differences } = findDifferences(differencesJob(columns, reference, 'auto'));
  const divergences = divergencesOf(columns, reference);
  return new Map(
    columns.map(({ at, cell, name, from }) => {
      const difference = differences[cell] ?? null;
      const marks = difference?.marks ?? [];
      const isReference = at === reference.at;
      return [
        at,
        {
          name,
          reference: reference.name,
          isReference,
          divergence: divergences[cell] ?? null,
          difference,
          stretches: differenceStretches({ cell, from, marks, isReference, divergences }),
        },
      ];
    }),
  );
}

import * as z from 'zod/mini';
import { type ComparisonPlan, comparisonPlanSchema } from '@/lib/completions/compare/plan';

/**
 * The comparison that is being composed and is not on the server yet, one of each kind: in `sessionStorage` for a
 * reload of this tab, and in `localStorage` for a tab that crashed or was closed.
 */
const PREFIX = 'playground.new-comparison.';

const storedSchema = z.object({
  plan: comparisonPlanSchema,
  title: z.nullable(z.string()),
  note: z.optional(z.nullable(z.string())),
});
export type StoredPlan = z.infer<typeof storedSchema>;

export function loadNewPlan(kind: ComparisonPlan['kind']): StoredPlan | null {
  for (const place of places()) {
    try {
      const read = storedSchema.safeParse(JSON.parse(place.getItem(PREFIX + kind) ?? 'null'));
      if (read.success && read.data.plan.kind === kind) return read.data;
    } catch {
      // Not ours, or no storage: as if there were none.
    }
  }
  return null;
}

/** Answers false where the browser has no room or gives none. */
export function storeNewPlan(stored: StoredPlan): boolean {
  const text = JSON.stringify(stored);
  let kept = false;
  for (const place of places()) {
    try {
      place.setItem(PREFIX + stored.plan.kind, text);
      kept = true;
    } catch {
      // Full or blocked: perhaps the other place takes it.
    }
  }
  return kept;
}

/** It is on the server now, or was started anew. */
export function forgetNewPlan(kind: ComparisonPlan['kind']): void {
  for (const place of places()) {
    try {
      place.removeItem(PREFIX + kind);
    } catch {
      // Blocked: nothing is kept there either.
    }
  }
}

/** This tab's first. Merely naming the storage throws where a browser forbids it. */
function places(): Storage[] {
  return [() => window.sessionStorage, () => window.localStorage].flatMap((find) => {
    try {
      return [find()];
    } catch {
      return [];
    }
  });
}

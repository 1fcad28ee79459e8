import * as z from 'zod/mini';
import { type ComparisonPlan, comparisonPlanSchema } from '@/lib/compare/model/plan';
import { ownStorage } from '@/lib/platform/client/browser-storage';

/**
 * The comparison that is being composed and is not on the server yet, one of each kind: in `sessionStorage` for a
 * reload of this tab, and in `localStorage` for a tab that crashed or was closed.
 */
const PREFIX = 'playground.new-comparison.';
/** Behind the kind: the one that another has taken the place of. */
const ASIDE = '.aside';

const storedSchema = z.object({
  plan: comparisonPlanSchema,
  title: z.nullable(z.string()),
  note: z.optional(z.nullable(z.string())),
});
export type StoredPlan = z.infer<typeof storedSchema>;

export function loadNewPlan(kind: ComparisonPlan['kind']): StoredPlan | null {
  return load(kind, '');
}

/** The comparison that was put aside last. */
export function loadPlanPutAside(kind: ComparisonPlan['kind']): StoredPlan | null {
  return load(kind, ASIDE);
}

function load(kind: ComparisonPlan['kind'], which: '' | typeof ASIDE): StoredPlan | null {
  for (const place of places()) {
    try {
      const read = storedSchema.safeParse(JSON.parse(place.getItem(PREFIX + kind + which) ?? 'null'));
      if (read.success && read.data.plan.kind === kind) return read.data;
    } catch {
      // Not ours, or no storage: as if there were none.
    }
  }
  return null;
}

/** Answers false where the browser has no room or gives none. */
export function storeNewPlan(stored: StoredPlan): boolean {
  return store(stored, '');
}

/** Another one takes its place; it can be brought back for as long as no third one does. */
export function stashPlan(stored: StoredPlan): void {
  store(stored, ASIDE);
}

function store(stored: StoredPlan, which: '' | typeof ASIDE): boolean {
  const text = JSON.stringify(stored);
  let retained = false;
  for (const place of places()) {
    try {
      place.setItem(PREFIX + stored.plan.kind + which, text);
      retained = true;
    } catch {
      // Full or blocked: perhaps the other place takes it.
    }
  }
  return retained;
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

/** This tab's first. */
function places() {
  return [ownStorage('session'), ownStorage('local')];
}

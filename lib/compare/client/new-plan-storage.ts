import * as z from 'zod/mini';
import { comparisonPlanSchema } from '@/lib/compare/model/plan';
import { kindOf, type PlanKind } from '@/lib/compare/model/plan-cells';
import { ownStorage } from '@/lib/platform/client/browser-storage';

/**
 * The comparison being composed that is not on the server yet, one of each kind: in `sessionStorage` for a
 * reload of this tab, and in `localStorage` for a tab that crashed or was closed.
 */
const PREFIX = 'playground.new-comparison.';
/** Added behind the kind: the plan that another one has replaced. */
const STASH = '.aside';

const storedSchema = z.object({
  plan: comparisonPlanSchema,
  title: z.nullable(z.string()),
  note: z.optional(z.nullable(z.string())),
});
export type StoredPlan = z.infer<typeof storedSchema>;

export function loadNewPlan(kind: PlanKind): StoredPlan | null {
  return load(kind, '');
}

/** The comparison that was stashed last. */
export function loadStashedPlan(kind: PlanKind): StoredPlan | null {
  return load(kind, STASH);
}

function load(kind: PlanKind, which: '' | typeof STASH): StoredPlan | null {
  for (const storage of storages()) {
    try {
      const read = storedSchema.safeParse(JSON.parse(storage.getItem(PREFIX + kind + which) ?? 'null'));
      if (read.success && kindOf(read.data.plan) === kind) return read.data;
    } catch {
      // Not ours, or no storage: as if there were none.
    }
  }
  return null;
}

/** Returns false when the browser's storage is full or blocked. */
export function storeNewPlan(stored: StoredPlan): boolean {
  return store(stored, '');
}

/** Stashes a plan that another one replaces; it can be restored until the next one is stashed. */
export function stashPlan(stored: StoredPlan): void {
  store(stored, STASH);
}

function store(stored: StoredPlan, which: '' | typeof STASH): boolean {
  const text = JSON.stringify(stored);
  let isStored = false;
  for (const storage of storages()) {
    try {
      storage.setItem(PREFIX + kindOf(stored.plan) + which, text);
      isStored = true;
    } catch {
      // Full or blocked: perhaps the other storage accepts it.
    }
  }
  return isStored;
}

/** It is on the server now, or was started over. */
export function forgetNewPlan(kind: PlanKind): void {
  for (const storage of storages()) {
    try {
      storage.removeItem(PREFIX + kind);
    } catch {
      // Blocked: nothing is kept there either.
    }
  }
}

/** This tab's storage first. */
function storages() {
  return [ownStorage('session'), ownStorage('local')];
}

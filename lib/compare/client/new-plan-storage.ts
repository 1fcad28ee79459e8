import * as z from 'zod/mini';
import { comparisonPlanSchema } from '@/lib/compare/model/plan';
import { kindOf, type PlanKind } from '@/lib/compare/model/plan-cells';
import { ownStorage } from '@/lib/platform/client/browser-storage';

/**
 * The comparison being composed that is not on the server yet, one of each kind: in `sessionStorage` for a
 * reload of this tab, and in `localStorage` for a tab that crashed or was closed.
 */
const PREFIX = 'playground.new-comparison.';
/** What is added behind the kind: nothing, or for the plan that another one has replaced. */
type Which = '' | '.aside';

const storedSchema = z.object({
  plan: comparisonPlanSchema,
  title: z.nullable(z.string()),
  note: z.optional(z.nullable(z.string())),
  /** An address has brought it (a shared link, runs of the history), and nobody has changed it since. */
  isFromAddress: z.optional(z.boolean()),
});
export type StoredPlan = z.infer<typeof storedSchema>;

export function loadNewPlan(kind: PlanKind, which: Which = ''): StoredPlan | null {
  const read = inStorages((storage) => {
    const found = storedSchema.safeParse(JSON.parse(storage.getItem(PREFIX + kind + which) ?? 'null'));
    return found.success && kindOf(found.data.plan) === kind ? found.data : null;
  });
  return read.find((found) => found !== null) ?? null;
}

/** The comparison that was stashed last. */
export function loadStashedPlan(kind: PlanKind): StoredPlan | null {
  return loadNewPlan(kind, '.aside');
}

/** Returns false when the browser's storage is full or blocked. */
export function storeNewPlan(stored: StoredPlan, which: Which = ''): boolean {
  const text = JSON.stringify(stored);
  return inStorages((storage) => storage.setItem(PREFIX + kindOf(stored.plan) + which, text)).length > 0;
}

/**
 * Stashes a plan that another one replaces; it can be restored until the next one is stashed. What only an address has
 * brought is not: a second link must not push out what somebody has written. Returns whether the plan is somebody's own.
 */
export function stashPlan(stored: StoredPlan): boolean {
  if (stored.isFromAddress) return false;
  storeNewPlan(stored, '.aside');
  return true;
}

/** It is on the server now, or was started over. */
export function forgetNewPlan(kind: PlanKind): void {
  inStorages((storage) => storage.removeItem(PREFIX + kind));
}

/** In this tab's storage first. One that is full or blocked, or has something that is not ours, gives no answer. */
export function inStorages<Answer>(act: (storage: ReturnType<typeof ownStorage>) => Answer): Answer[] {
  return (['session', 'local'] as const).flatMap((which) => {
    try {
      return [act(ownStorage(which))];
    } catch {
      return [];
    }
  });
}

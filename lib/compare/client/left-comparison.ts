import * as z from 'zod/mini';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { kindOf, type PlanKind } from '@/lib/compare/model/plan-cells';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import { inStorages } from './new-plan-storage';

/**
 * The saved comparison of each kind that was left for the other kind, in this tab: the way back leads to it, with its
 * outputs. One that is still being composed is in the browser's storage itself (`new-plan-storage.ts`).
 */
const PREFIX = 'playground.left-comparison.';

/** `base`: what all its cells began with when it was left. */
const leftSchema = z.object({ id: z.string(), base: z.unknown() });
type LeftComparison = z.infer<typeof leftSchema>;

/** @param id null: it is not saved yet */
export function noteLeftComparison(plan: ComparisonPlan, id: string | null): void {
  const key = PREFIX + kindOf(plan);
  try {
    // It may have been of the other kind before.
    if (id !== null) forgetLeftComparison(id);
    const storage = ownStorage('session');
    if (id === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify({ id, base: plan.base } satisfies LeftComparison));
  } catch {
    // Full or blocked: the way back leads to what is being composed.
  }
}

export function leftComparison(kind: PlanKind): LeftComparison | null {
  try {
    const found = leftSchema.safeParse(JSON.parse(ownStorage('session').getItem(PREFIX + kind) ?? 'null'));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}

/** It was deleted. */
export function forgetLeftComparison(id: string): void {
  inStorages((storage) => {
    if (readLast(storage.getItem(LAST))?.id === id) storage.removeItem(LAST);
  });
  for (const kind of ['columns', 'sweep'] as const) {
    if (leftComparison(kind)?.id === id) ownStorage('session').removeItem(PREFIX + kind);
  }
}

/** What the page showed last, in this tab or else in this browser: an address that names nothing comes back to it. */
const LAST = 'playground.last-comparison';

/** `id` null: one of this kind that is still being composed. */
const lastSchema = z.object({ id: z.nullable(z.string()), kind: z.enum(['columns', 'sweep']) });
type LastComparison = z.infer<typeof lastSchema>;

export function noteLastComparison(id: string | null, kind: PlanKind): void {
  inStorages((storage) => {
    // Where there is no space for it, an older one is not the last.
    storage.removeItem(LAST);
    storage.setItem(LAST, JSON.stringify({ id, kind } satisfies LastComparison));
  });
}

export function lastComparison(): LastComparison | null {
  return inStorages((storage) => readLast(storage.getItem(LAST))).find((found) => found !== null) ?? null;
}

function readLast(text: string | null): LastComparison | null {
  try {
    const found = lastSchema.safeParse(JSON.parse(text ?? 'null'));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}

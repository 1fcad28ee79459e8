import { fromOlderForm } from '@/lib/compare/model/older-plans';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import type { Prisma } from '@/lib/platform/db/generated/sqlite/client';

/** A plan as it is stored, of whatever version. Not validated, as every stored JSON (`fromStored`). */
export function storedPlan(stored: Prisma.JsonValue | null): ComparisonPlan | null {
  return fromOlderForm(stored) as ComparisonPlan | null;
}

import type { Connection } from '@/lib/connections/model/connections';
import { loadShared } from '@/lib/links/client/reader/load-shared';
import { planOfShared } from '@/lib/links/client/reader/plan-of-shared';
import { loadNewPlan } from './new-plan-storage';
import type { Opened } from './open-address';

/** A new comparison, filled in from a shared link; what was being composed is put aside. Throws `ApiError`. */
export async function openSharedAddress(slug: string, connections: readonly Connection[]): Promise<Opened> {
  const shared = await loadShared(slug);
  if (shared.kind !== 'comparison')
    throw new Error('This link shows a single run, which opens in the playground.');
  const { plan, insteadOf } = planOfShared(shared, connections);
  const title = shared.title;
  return { source: { plan, title }, shown: [], putAside: loadNewPlan(plan.kind), added: null, insteadOf };
}

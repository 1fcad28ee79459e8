import { loadNewPlan } from '@/lib/compare/client/new-plan-storage';
import type { Opened } from '@/lib/compare/client/opened';
import type { Connection } from '@/lib/connections/model/connections';
import { loadShared } from './load-shared';
import { planOfShared } from './plan-of-shared';

/** A new comparison filled in from a shared link; the one being composed is stashed. Throws `ApiError`. */
export async function openSharedComparison(
  slug: string,
  connections: readonly Connection[],
): Promise<Opened> {
  const shared = await loadShared(slug);
  if (shared.kind !== 'comparison')
    throw new Error('This link shows a single run. Open it in the playground.');
  const { plan, unavailable } = planOfShared(shared, connections);
  const title = shared.title;
  return { source: { plan, title }, shown: [], stashed: loadNewPlan(plan.kind), added: null, unavailable };
}

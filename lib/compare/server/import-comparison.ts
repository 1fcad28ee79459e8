import type { ImportComparison } from '@/lib/compare/model/comparison-export';
import type { Comparison } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { type ChangedBy, createComparison } from '@/lib/compare/server/change-comparison';
import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { unknownConnectionId } from '@/lib/history/db/run-import';

/**
 * A new comparison from a file, or from a script that knows its connections by name. Its runs are imported as those of
 * every file, with its id. Throws AppError as `createComparison` does.
 */
export async function importComparison(
  userId: string,
  { plan, ...content }: ImportComparison,
  by: ChangedBy = 'person',
): Promise<Comparison> {
  const connections = await listConnectionsFor(userId);
  const idOf = (wanted: string | null) =>
    connections.find(({ name }) => name === wanted)?.id ?? unknownConnectionId(wanted ?? '');
  const placed = <Part extends { readonly connectionName: string | null }>({
    connectionName,
    ...part
  }: Part) => ({
    ...part,
    connectionId: idOf(connectionName),
  });
  const axes = plan.axes.map((axis): ComparisonPlan['axes'][number] => {
    if (axis.kind === 'model') return { ...axis, models: axis.models.map(placed) };
    return axis.kind === 'variants' ? { ...axis, variants: axis.variants.map(placed) } : axis;
  });
  return createComparison(userId, { ...content, plan: { ...plan, base: placed(plan.base), axes } }, by);
}

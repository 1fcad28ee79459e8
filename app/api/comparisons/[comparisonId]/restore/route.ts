import { restoreComparison } from '@/lib/server/comparisons/change-comparison';
import { comparisonParamsSchema } from '@/lib/server/comparisons/params';
import { route } from '@/lib/server/http/route';

export const dynamic = 'force-dynamic';

/** Undoes a deletion. */
export const POST = route({ access: 'user', params: comparisonParamsSchema }, ({ userId, params }) =>
  restoreComparison(userId, params.comparisonId),
);

import { stopComparisonSchema } from '@/lib/contract/comparisons';
import { comparisonParamsSchema } from '@/lib/server/comparisons/params';
import { stopComparison } from '@/lib/server/comparisons/start-comparison';
import { route } from '@/lib/server/http/route';

export const dynamic = 'force-dynamic';

/** Stops cells, waiting or live, for every tab; all when none are named. Answers what is under way then. */
export const POST = route(
  { access: 'user', params: comparisonParamsSchema, body: stopComparisonSchema },
  ({ userId, params, body }) => stopComparison(userId, params.comparisonId, body),
);

import { route } from '@/lib/accounts/server/route';
import { stopComparisonSchema } from '@/lib/compare/model/comparisons';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { stopComparison } from '@/lib/compare/server/start-comparison';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/**
 * Stops cells, waiting or live, for every tab; all of them when none are named. Answers what is still under
 * way.
 */
export const POST = route(
  { access: 'script', token: tokenCaller, params: comparisonParamsSchema, body: stopComparisonSchema },
  ({ userId, params, body }) => stopComparison(userId, params.comparisonId, body),
);

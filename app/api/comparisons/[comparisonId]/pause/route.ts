import { route } from '@/lib/accounts/server/route';
import { pauseComparisonSchema } from '@/lib/compare/model/comparisons';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { pauseComparison } from '@/lib/compare/server/start-comparison';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** What waits stays waiting, for every tab, or goes on again. Answers what is under way. */
export const POST = route(
  { access: 'script', token: tokenCaller, params: comparisonParamsSchema, body: pauseComparisonSchema },
  ({ userId, params, body }) => pauseComparison(userId, params.comparisonId, body),
);

import { route } from '@/lib/accounts/server/route';
import { cellRunsQuerySchema } from '@/lib/compare/model/comparisons';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { readCellRuns } from '@/lib/compare/server/read-comparison';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** More of what the comparison's detail left out of its runs. */
export const GET = route(
  { access: 'script', token: tokenCaller, params: comparisonParamsSchema, query: cellRunsQuerySchema },
  ({ userId, params, query }) => readCellRuns(userId, params.comparisonId, query.runs),
);

import { route } from '@/lib/accounts/server/route';
import { cellRunsQuerySchema } from '@/lib/compare/model/comparisons';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { readCellRuns } from '@/lib/compare/server/read-comparison';

export const dynamic = 'force-dynamic';

/** More of what the comparison's detail left out of its runs. */
export const GET = route(
  { access: 'user', params: comparisonParamsSchema, query: cellRunsQuerySchema },
  ({ userId, params, query }) => readCellRuns(userId, params.comparisonId, query.runs),
);

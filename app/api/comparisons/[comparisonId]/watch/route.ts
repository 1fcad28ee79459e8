import { route } from '@/lib/accounts/server/route';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { watchComparison } from '@/lib/compare/server/watch-comparison';
import { pageOf } from '@/lib/runs/server/hidden-watch';

export const dynamic = 'force-dynamic';

/**
 * A hidden page says that it still watches, so that the runs go on. `{live: false}`: nothing is under way.
 */
export const POST = route({ access: 'user', params: comparisonParamsSchema }, ({ userId, params, request }) =>
  watchComparison({ userId, id: params.comparisonId, page: pageOf(request) }),
);

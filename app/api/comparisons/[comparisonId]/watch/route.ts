import { route } from '@/lib/accounts/server/route';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { watchComparison } from '@/lib/compare/server/watch-comparison';
import { pageOf } from '@/lib/runs/server/hidden-watch';

export const dynamic = 'force-dynamic';

/** A page that is out of sight is still there: what is under way goes on. `{live: false}`: nothing is. */
export const POST = route({ access: 'user', params: comparisonParamsSchema }, ({ userId, params, request }) =>
  watchComparison({ userId, id: params.comparisonId, page: pageOf(request) }),
);

import { comparisonParamsSchema } from '@/lib/server/comparisons/params';
import { watchComparison } from '@/lib/server/comparisons/watch-comparison';
import { route } from '@/lib/server/http/route';
import { pageOf } from '@/lib/server/runs/hidden-watch';

export const dynamic = 'force-dynamic';

/** A page that is out of sight is still there: what is under way goes on. `{live: false}`: nothing is. */
export const POST = route({ access: 'user', params: comparisonParamsSchema }, ({ userId, params, request }) =>
  watchComparison({ userId, id: params.comparisonId, page: pageOf(request) }),
);

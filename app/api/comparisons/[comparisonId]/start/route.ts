import { startComparisonSchema } from '@/lib/contract/comparisons';
import { comparisonParamsSchema } from '@/lib/server/comparisons/params';
import { startComparison } from '@/lib/server/comparisons/start-comparison';
import { originOf } from '@/lib/server/http/origin';
import { route } from '@/lib/server/http/route';

export const dynamic = 'force-dynamic';

/** Queues cells and answers what is under way then; what they come to is told by `GET …/events`. */
export const POST = route(
  { access: 'user', params: comparisonParamsSchema, body: startComparisonSchema },
  ({ userId, viewer, params, body, request }) =>
    startComparison(userId, params.comparisonId, body, undefined, originOf(request, viewer)),
);

import { route } from '@/lib/accounts/server/route';
import { startComparisonSchema } from '@/lib/compare/model/comparisons';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { startComparison } from '@/lib/compare/server/start-comparison';
import { originOf } from '@/lib/platform/server/http/origin';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** Queues cells and answers what is under way; `GET …/events` streams their results. */
export const POST = route(
  { access: 'script', token: tokenCaller, params: comparisonParamsSchema, body: startComparisonSchema },
  ({ userId, viewer, params, body, request, callerAccess }) => {
    const { kind, id } = callerAccess;
    const origin = { ...originOf(request, viewer), ...(kind === 'token' && { tokenId: id }) };
    return startComparison(userId, params.comparisonId, body, undefined, origin, callerAccess);
  },
);

import { route } from '@/lib/accounts/server/route';
import { accessOf } from '@/lib/accounts/server/session';
import { comparisonEventsQuerySchema } from '@/lib/compare/model/comparisons';
import { checkComparison, followComparison, parseSeen } from '@/lib/compare/server/follow-comparison';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { STREAM_HEADERS } from '@/lib/protocol/run/sse-encoder';
import { endHiddenWatch, pageOf } from '@/lib/runs/server/hidden-watch';

export const dynamic = 'force-dynamic';

/** One stream for all runs of the comparison, open until its reader leaves (lib/compare/server/README.md). */
export const GET = route(
  { access: 'user', params: comparisonParamsSchema, query: comparisonEventsQuerySchema },
  async ({ userId, session, params, query, request }) => {
    const response = await followComparison(userId, params.comparisonId, {
      seen: parseSeen(query.seen),
      since: query.since,
      gone: request.signal,
      access: accessOf(session),
    });
    endHiddenWatch({ userId, id: params.comparisonId, page: pageOf(request) });
    return response;
  },
);

/** Next would answer HEAD by calling GET and leaving its stream unread, a reader that never leaves. */
export const HEAD = route({ access: 'user', params: comparisonParamsSchema }, async ({ userId, params }) => {
  await checkComparison(userId, params.comparisonId);
  return new Response(null, { headers: STREAM_HEADERS });
});

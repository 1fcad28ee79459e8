import { STREAM_HEADERS } from '@/lib/completions/run/sse-encoder';
import { accessOf } from '@/lib/server/accounts/session';
import { route } from '@/lib/server/http/route';
import { checkStreams, followRun } from '@/lib/server/runs/follow-run';
import { endHiddenWatch, pageOf } from '@/lib/server/runs/hidden-watch';
import { runEventsQuerySchema, runParamsSchema } from '@/lib/server/runs/params';
import { readRun } from '@/lib/server/runs/read-runs';

export const dynamic = 'force-dynamic';

/**
 * Joins a run: `?after=` is the number of the last event seen, 0 for none. Answers the same stream as `POST
 * /api/runs`, from the next event on; where that place is no longer kept, from a `run-start` that means "forget what
 * you have" (lib/server/runs/README.md).
 */
export const GET = route(
  { access: 'user', params: runParamsSchema, query: runEventsQuerySchema },
  async ({ userId, session, params, query, request }) => {
    checkStreams(userId);
    const stream = { gone: request.signal, access: accessOf(session) };
    const response = await followRun(userId, params.runId, query.after, stream);
    endHiddenWatch({ userId, id: params.runId, page: pageOf(request) });
    return response;
  },
);

/** Next would answer HEAD by calling GET and leaving its stream unread: a reader that never goes away. */
export const HEAD = route({ access: 'user', params: runParamsSchema }, async ({ userId, params }) => {
  await readRun(userId, params.runId);
  return new Response(null, { headers: STREAM_HEADERS });
});

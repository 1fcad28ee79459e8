import { route } from '@/lib/accounts/server/route';
import { accessOf } from '@/lib/accounts/server/session';
import { readRun } from '@/lib/history/server/read-runs';
import { STREAM_HEADERS } from '@/lib/protocol/run/sse-encoder';
import { checkStreams, followRun } from '@/lib/runs/server/follow-run';
import { pageOf } from '@/lib/runs/server/hidden-watch';
import { runEventsQuerySchema, runParamsSchema } from '@/lib/runs/server/params';
import { endHiddenWatchOfRun } from '@/lib/runs/server/watch-run';

export const dynamic = 'force-dynamic';

/**
 * Joins a run. `?after=` is the number of the last event seen, 0 for none. Answers the same stream as `POST
 * /api/runs`, starting with the next event. When that event is no longer retained, the stream begins with a
 * `run-start` that means "forget what you have" (lib/runs/server/README.md).
 */
export const GET = route(
  { access: 'user', params: runParamsSchema, query: runEventsQuerySchema },
  async ({ userId, session, params, query, request }) => {
    checkStreams(userId);
    const stream = { gone: request.signal, access: accessOf(session) };
    const response = await followRun(userId, params.runId, query.after, stream);
    endHiddenWatchOfRun({ userId, id: params.runId, page: pageOf(request) });
    return response;
  },
);

/** Next would answer HEAD by calling GET and leaving its stream unread, a reader that never leaves. */
export const HEAD = route({ access: 'user', params: runParamsSchema }, async ({ userId, params }) => {
  await readRun(userId, params.runId);
  return new Response(null, { headers: STREAM_HEADERS });
});

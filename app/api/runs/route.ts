import { route } from '@/lib/accounts/server/route';
import { accessOf } from '@/lib/accounts/server/session';
import { runPageQuerySchema } from '@/lib/history/model/run-search';
import { readRunPage } from '@/lib/history/server/read-runs';
import { originOf } from '@/lib/platform/server/http/origin';
import { startRunSchema } from '@/lib/runs/model/runs';
import { checkStreams, followRun } from '@/lib/runs/server/follow-run';
import { startRun } from '@/lib/runs/server/start-run';

export const dynamic = 'force-dynamic';

/** A page of history: what is asked for, in the order that is asked for. */
export const GET = route({ access: 'user', query: runPageQuerySchema }, ({ userId, query }) =>
  readRunPage(userId, query),
);

/**
 * Starts a run (or joins the one of the same press of Run) and answers its event stream, as
 * lib/runs/server/README.md describes it. Whatever the upstream does is told in the stream; JSON errors are refusals
 * of ours, and then there is no run.
 */
export const POST = route(
  { access: 'user', body: startRunSchema, paramRoot: 'request', limit: 'runsByUser' },
  async ({ userId, viewer, session, body, request }) => {
    // The same press of Run again is one more reader.
    checkStreams(userId);
    const started = await startRun({ ...body, userId, origin: originOf(request, viewer) });
    const runId = started.kind === 'live' ? started.run.identity.runId : started.runId;
    return followRun(userId, runId, 0, { gone: request.signal, access: accessOf(session) });
  },
);

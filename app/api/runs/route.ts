import { runPageQuerySchema } from '@/lib/contract/run-search';
import { startRunSchema } from '@/lib/contract/runs';
import { accessOf } from '@/lib/server/accounts/session';
import { originOf } from '@/lib/server/http/origin';
import { route } from '@/lib/server/http/route';
import { checkStreams, followRun } from '@/lib/server/runs/follow-run';
import { readRunPage } from '@/lib/server/runs/read-runs';
import { startRun } from '@/lib/server/runs/start-run';

export const dynamic = 'force-dynamic';

/** A page of history: what is asked for, in the order that is asked for. */
export const GET = route({ access: 'user', query: runPageQuerySchema }, ({ userId, query }) =>
  readRunPage(userId, query),
);

/**
 * Starts a run (or joins the one of the same press of Run) and answers its event stream, as
 * lib/server/runs/README.md describes it. Whatever the upstream does is told in the stream; JSON errors are refusals
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

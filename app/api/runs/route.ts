import { route } from '@/lib/accounts/server/route';
import { accessOf } from '@/lib/accounts/server/session';
import { runPageQuerySchema } from '@/lib/history/model/run-search';
import { readRunPage } from '@/lib/history/server/read-runs';
import { readPromptBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';
import { originOf } from '@/lib/platform/server/http/origin';
import { startRunSchema } from '@/lib/runs/model/runs';
import { checkStreams, followRun } from '@/lib/runs/server/follow-run';
import { startRun } from '@/lib/runs/server/start-run';

export const dynamic = 'force-dynamic';

/** A page of the history for a filter and an order. */
export const GET = route({ access: 'user', query: runPageQuerySchema }, ({ userId, query }) =>
  readRunPage(userId, query),
);

/**
 * Starts a run (or joins the one with the same start request) and answers its event stream, which
 * lib/runs/server/README.md describes. Upstream failures are events of the stream; a JSON error is our own
 * refusal, and then there is no run.
 */
export const POST = route(
  {
    access: 'user',
    body: startRunSchema,
    readBody: readPromptBody,
    hold: holdLargeBody,
    paramRoot: 'request',
    limit: 'runsByUser',
  },
  async ({ userId, viewer, session, body, request }) => {
    // A repeated start request only adds one more reader.
    checkStreams(userId);
    const started = await startRun({ ...body, userId, origin: originOf(request, viewer) });
    const runId = started.kind === 'live' ? started.run.identity.runId : started.runId;
    return followRun(userId, runId, 0, { gone: request.signal, access: accessOf(session) });
  },
);

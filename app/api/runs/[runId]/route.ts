import { route } from '@/lib/accounts/server/route';
import { runDeleteQuerySchema } from '@/lib/history/model/run-bulk';
import { deleteRun } from '@/lib/history/server/delete-run';
import { editRun } from '@/lib/history/server/edit-run';
import { readRun } from '@/lib/history/server/read-runs';
import { runEditSchema } from '@/lib/runs/model/runs';
import { runParamsSchema } from '@/lib/runs/server/params';

export const dynamic = 'force-dynamic';

/** The whole run; one that is still going on, up to its last token. */
export const GET = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  readRun(userId, params.runId),
);

/** Keeps what its owner says about it: title, note, star, tags. What is absent stays. */
export const PATCH = route(
  { access: 'user', params: runParamsSchema, body: runEditSchema },
  ({ userId, params, body }) => editRun(userId, params.runId, body),
);

/**
 * Takes the run out of the history (and stops it). `POST …/restore` takes that back for a minute. `?links=revoke` closes
 * the links that show it, which nothing takes back.
 */
export const DELETE = route(
  { access: 'user', params: runParamsSchema, query: runDeleteQuerySchema },
  ({ userId, params, query }) => deleteRun(userId, params.runId, query.links),
);

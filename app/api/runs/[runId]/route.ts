import { route } from '@/lib/accounts/server/route';
import { runDeleteQuerySchema } from '@/lib/history/model/run-bulk';
import { deleteRun, editRun } from '@/lib/history/server/change-runs';
import { readRun } from '@/lib/history/server/read-runs';
import { runEditSchema } from '@/lib/runs/model/runs';
import { runParamsSchema } from '@/lib/runs/server/params';

export const dynamic = 'force-dynamic';

/** The whole run; for a live run, up to its latest token. */
export const GET = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  readRun(userId, params.runId),
);

/** Saves the owner's title, note, star and tags. Absent fields stay as they are. */
export const PATCH = route(
  { access: 'user', params: runParamsSchema, body: runEditSchema },
  ({ userId, params, body }) => editRun(userId, params.runId, body),
);

/**
 * Deletes the run from the history (and stops it). `POST …/restore` undoes this for a minute. `?links=revoke`
 * also closes the links that show it, which cannot be undone.
 */
export const DELETE = route(
  { access: 'user', params: runParamsSchema, query: runDeleteQuerySchema },
  ({ userId, params, query }) => deleteRun(userId, params.runId, query.links),
);

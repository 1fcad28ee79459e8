import { route } from '@/lib/server/http/route';
import { restoreRun } from '@/lib/server/runs/delete-run';
import { runParamsSchema } from '@/lib/server/runs/params';

export const dynamic = 'force-dynamic';

/** Undoes a deletion. */
export const POST = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  restoreRun(userId, params.runId),
);

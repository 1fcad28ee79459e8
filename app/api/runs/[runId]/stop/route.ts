import { route } from '@/lib/accounts/server/route';
import { runParamsSchema } from '@/lib/runs/server/params';
import { stopRun } from '@/lib/runs/server/stop-run';

export const dynamic = 'force-dynamic';

/** Stops the run for every tab that follows it. `{stopped: false}`: it had already ended. */
export const POST = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  stopRun(userId, params.runId),
);

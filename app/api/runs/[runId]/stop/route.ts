import { route } from '@/lib/server/http/route';
import { runParamsSchema } from '@/lib/server/runs/params';
import { stopRun } from '@/lib/server/runs/stop-run';

export const dynamic = 'force-dynamic';

/** Stops the run for every tab that follows it. `{stopped: false}`: it had ended before. */
export const POST = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  stopRun(userId, params.runId),
);

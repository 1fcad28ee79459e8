import { route } from '@/lib/accounts/server/route';
import { restoreRun } from '@/lib/history/server/change-runs';
import { runParamsSchema } from '@/lib/runs/server/params';

export const dynamic = 'force-dynamic';

export const POST = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  restoreRun(userId, params.runId),
);

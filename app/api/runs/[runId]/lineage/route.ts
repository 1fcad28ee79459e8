import { route } from '@/lib/accounts/server/route';
import { readLineage } from '@/lib/history/server/read-runs';
import { runParamsSchema } from '@/lib/runs/server/params';

export const dynamic = 'force-dynamic';

/** The lineage of this run: its ancestors, and the runs derived from them. */
export const GET = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  readLineage(userId, params.runId),
);

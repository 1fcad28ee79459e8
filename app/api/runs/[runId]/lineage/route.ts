import { route } from '@/lib/accounts/server/route';
import { readLineage } from '@/lib/history/server/read-lineage';
import { runParamsSchema } from '@/lib/runs/server/params';

export const dynamic = 'force-dynamic';

/** The tree of runs that this one stands in: what it grew from, and what grew of it. */
export const GET = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  readLineage(userId, params.runId),
);

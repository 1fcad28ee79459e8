import { route } from '@/lib/server/http/route';
import { runParamsSchema } from '@/lib/server/runs/params';
import { readFamily } from '@/lib/server/runs/read-family';

export const dynamic = 'force-dynamic';

/** The tree of runs that this one stands in: what it grew from, and what grew of it. */
export const GET = route({ access: 'user', params: runParamsSchema }, ({ userId, params }) =>
  readFamily(userId, params.runId),
);

import { route } from '@/lib/server/http/route';
import { pageOf } from '@/lib/server/runs/hidden-watch';
import { runParamsSchema } from '@/lib/server/runs/params';
import { watchRun } from '@/lib/server/runs/watch-run';

export const dynamic = 'force-dynamic';

/** A page that is out of sight is still there: the run goes on. `{live: false}`: it has ended. */
export const POST = route({ access: 'user', params: runParamsSchema }, ({ userId, params, request }) =>
  watchRun({ userId, id: params.runId, page: pageOf(request) }),
);

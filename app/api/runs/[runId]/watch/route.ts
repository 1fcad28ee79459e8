import { route } from '@/lib/accounts/server/route';
import { pageOf } from '@/lib/runs/server/hidden-watch';
import { runParamsSchema } from '@/lib/runs/server/params';
import { watchRun } from '@/lib/runs/server/watch-run';

export const dynamic = 'force-dynamic';

/** A hidden page says that it still watches, so that the run goes on. `{live: false}`: it has ended. */
export const POST = route({ access: 'user', params: runParamsSchema }, ({ userId, params, request }) =>
  watchRun({ userId, id: params.runId, page: pageOf(request) }),
);

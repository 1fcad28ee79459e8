import { runBulkSchema } from '@/lib/contract/run-bulk';
import { route } from '@/lib/server/http/route';
import { changeRuns } from '@/lib/server/runs/change-runs';

export const dynamic = 'force-dynamic';

/** One thing done to many runs: delete, restore, tag, untag, star. */
export const POST = route({ access: 'user', body: runBulkSchema }, ({ userId, body }) =>
  changeRuns(userId, body),
);

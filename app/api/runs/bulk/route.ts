import { route } from '@/lib/accounts/server/route';
import { runBulkSchema } from '@/lib/history/model/run-bulk';
import { changeRuns } from '@/lib/history/server/change-runs';

export const dynamic = 'force-dynamic';

/** One action on many runs: delete, restore, tag, untag, star. */
export const POST = route({ access: 'user', body: runBulkSchema }, ({ userId, body }) =>
  changeRuns(userId, body),
);

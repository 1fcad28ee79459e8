import { route } from '@/lib/accounts/server/route';
import { runCountQuerySchema } from '@/lib/history/model/run-count';
import { readRunCount } from '@/lib/history/server/read-runs';

export const dynamic = 'force-dynamic';

/** How many runs match a filter, exactly or at least. */
export const GET = route({ access: 'user', query: runCountQuerySchema }, ({ userId, query }) =>
  readRunCount(userId, query),
);

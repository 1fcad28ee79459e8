import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { listModels } from '@/lib/connections/server/upstream/list-models';

const params = z.object({ connectionId: z.string().max(64) });
const query = z.strictObject({ fresh: z.enum(['0', '1']).default('0') });

/** `GET /api/connections/[connectionId]/models` → `ModelList`; `?fresh=1` bypasses the cache. */
export const GET = route(
  { access: 'optional', params, query, limit: 'modelListByUser' },
  async ({ userId, params, query }) =>
    listModels(await resolveConnection(userId, params.connectionId), { fresh: query.fresh === '1' }),
);

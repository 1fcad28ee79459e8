import { z } from 'zod';
import { resolveConnection } from '@/lib/server/connections/connections';
import { route } from '@/lib/server/http/route';
import { listModels } from '@/lib/server/upstream/list-models';

const params = z.object({ connectionId: z.string().max(64) });
const query = z.strictObject({ fresh: z.enum(['0', '1']).default('0') });

/** `GET /api/connections/[connectionId]/models` → `ModelList`; `?fresh=1` passes over the cache. */
export const GET = route(
  { access: 'optional', params, query, limit: 'modelListByUser' },
  async ({ userId, params, query }) =>
    listModels(await resolveConnection(userId, params.connectionId), { fresh: query.fresh === '1' }),
);

import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { testTarget } from '@/lib/connections/server/upstream/test-target';

const params = z.object({ connectionId: z.string().max(64) });

/**
 * `POST /api/connections/[connectionId]/test` → `ConnectionTest`: the models found, or exactly what failed.
 */
export const POST = route(
  { access: 'user', params, limit: 'connectionTestByUser' },
  async ({ userId, params }) => testTarget(await resolveConnection(userId, params.connectionId)),
);

import { z } from 'zod';
import { resolveConnection } from '@/lib/server/connections/connections';
import { route } from '@/lib/server/http/route';
import { testTarget } from '@/lib/server/upstream/test-target';

const params = z.object({ connectionId: z.string().max(64) });

/** `POST /api/connections/[connectionId]/test` → `ConnectionTest`: what was found, or exactly what failed. */
export const POST = route(
  { access: 'user', params, limit: 'connectionTestByUser' },
  async ({ userId, params }) => testTarget(await resolveConnection(userId, params.connectionId)),
);

import { z } from 'zod';
import { updateConnectionSchema } from '@/lib/contract/connections';
import { deleteConnection, updateConnection } from '@/lib/server/connections/manage-connections';
import { route } from '@/lib/server/http/route';

const params = z.object({ connectionId: z.string().max(64) });

/** `PATCH /api/connections/[connectionId]` → `Connection`; 422 `key_needed` when the key's origin would change. */
export const PATCH = route(
  { access: 'user', params, body: updateConnectionSchema },
  ({ userId, params, body }) => updateConnection(userId, params.connectionId, body),
);

/** `DELETE /api/connections/[connectionId]` → 204. */
export const DELETE = route({ access: 'user', params }, ({ userId, params }) =>
  deleteConnection(userId, params.connectionId),
);

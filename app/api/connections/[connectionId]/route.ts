import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { updateConnectionSchema } from '@/lib/connections/model/connections';
import { deleteConnection, updateConnection } from '@/lib/connections/server/manage-connections';

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

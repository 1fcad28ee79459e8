import { route } from '@/lib/accounts/server/route';
import { createConnectionSchema } from '@/lib/connections/model/connections';
import { createConnection, listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { canFindServers } from '@/lib/connections/server/upstream/find-servers';

/** `GET /api/connections` → `{connections, canFindServers}`; without a session, only the built-in ones. */
export const GET = route({ access: 'optional' }, async ({ userId }) => ({
  connections: await listConnectionsFor(userId),
  canFindServers: canFindServers(),
}));

/** `POST /api/connections` → 201 `Connection`. */
export const POST = route({ access: 'user', body: createConnectionSchema }, async ({ userId, body }) =>
  Response.json(await createConnection(userId, body), { status: 201 }),
);

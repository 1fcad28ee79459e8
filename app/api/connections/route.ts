import { createConnectionSchema } from '@/lib/contract/connections';
import { listConnectionsFor } from '@/lib/server/connections/connections';
import { createConnection } from '@/lib/server/connections/manage-connections';
import { route } from '@/lib/server/http/route';

/** `GET /api/connections` → `{connections}`; before there is a session, the built-in ones. */
export const GET = route({ access: 'optional' }, async ({ userId }) => ({
  connections: await listConnectionsFor(userId),
}));

/** `POST /api/connections` → 201 `Connection`. */
export const POST = route({ access: 'user', body: createConnectionSchema }, async ({ userId, body }) =>
  Response.json(await createConnection(userId, body), { status: 201 }),
);

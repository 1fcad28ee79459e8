import { route } from '@/lib/accounts/server/route';
import { createConnectionSchema } from '@/lib/connections/model/connections';
import { draftConnection } from '@/lib/connections/server/resolve-connection';
import { testTarget } from '@/lib/connections/server/upstream/test-target';

/** `POST /api/connections/test` → `ConnectionTest`, for a connection that is not saved yet. */
export const POST = route(
  { access: 'user', body: createConnectionSchema, limit: 'connectionTestByUser' },
  ({ body }) => testTarget(draftConnection(body)),
);

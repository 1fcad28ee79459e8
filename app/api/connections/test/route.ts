import { createConnectionSchema } from '@/lib/contract/connections';
import { draftConnection } from '@/lib/server/connections/connections';
import { route } from '@/lib/server/http/route';
import { testTarget } from '@/lib/server/upstream/test-target';

/** `POST /api/connections/test` → `ConnectionTest`, for a connection that is not saved yet. */
export const POST = route(
  { access: 'user', body: createConnectionSchema, limit: 'connectionTestByUser' },
  ({ body }) => testTarget(draftConnection(body)),
);

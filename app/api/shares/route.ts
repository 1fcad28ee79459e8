import { route } from '@/lib/accounts/server/route';
import { newShareSchema, sharePageQuerySchema } from '@/lib/links/model/shares';
import { createShare, revokeAllShares, sharePage } from '@/lib/links/server/manage-shares';

export const dynamic = 'force-dynamic';

/** A page of the viewer's links, newest first; `runId` limits it to one run. */
export const GET = route({ access: 'user', query: sharePageQuerySchema }, ({ userId, query }) =>
  sharePage(userId, query),
);

/** `POST /api/shares` → 201: a new link with its address. */
export const POST = route(
  { access: 'user', body: newShareSchema, limit: 'shareByUser' },
  async ({ userId, body }) => Response.json(await createShare(userId, body), { status: 201 }),
);

export const DELETE = route({ access: 'user' }, ({ userId }) => revokeAllShares(userId));

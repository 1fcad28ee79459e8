import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { shareEditSchema } from '@/lib/links/model/shares';
import { changeShare, revokeShare } from '@/lib/links/server/manage-shares';

export const dynamic = 'force-dynamic';

const params = z.object({ shareId: z.string().min(1).max(64) });

export const PATCH = route({ access: 'user', params, body: shareEditSchema }, ({ userId, params, body }) =>
  changeShare(userId, params.shareId, body),
);

/** `DELETE /api/shares/[shareId]` → 204: revoked, for good. */
export const DELETE = route({ access: 'user', params }, ({ userId, params }) =>
  revokeShare(userId, params.shareId),
);

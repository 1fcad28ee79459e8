import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { revokeToken } from '@/lib/public-api/server/tokens';

const params = z.object({ tokenId: z.string().max(64) });

/** `DELETE /api/tokens/[tokenId]` → 204: revoked, for good. */
export const DELETE = route({ access: 'user', params }, ({ userId, params }) =>
  revokeToken(userId, params.tokenId),
);

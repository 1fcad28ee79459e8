import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { stopStartedByTokens } from '@/lib/compare/server/stop-tokens';
import { revokeToken } from '@/lib/public-api/server/tokens';

const params = z.object({ tokenId: z.string().max(64) });

/** `DELETE /api/tokens/[tokenId]` → 204: revoked, for good; what it has started is stopped. */
export const DELETE = route({ access: 'user', params }, async ({ userId, params }) => {
  await revokeToken(userId, params.tokenId);
  await stopStartedByTokens(userId, params.tokenId);
});

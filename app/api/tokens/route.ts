import { confirmOwner } from '@/lib/accounts/server/confirm-owner';
import { route } from '@/lib/accounts/server/route';
import { createTokenSchema } from '@/lib/public-api/model/tokens';
import { createToken, tokensOf } from '@/lib/public-api/server/tokens';

/** `GET /api/tokens` → `{tokens}`, newest first; empty without a session. */
export const GET = route({ access: 'optional' }, async ({ userId }) => ({ tokens: await tokensOf(userId) }));

/** `POST /api/tokens` → 201 `{token, secret}`: the secret is shown only this once. */
export const POST = route(
  { access: 'user', body: createTokenSchema, limit: 'tokenByUser' },
  async ({ userId, session, body }) => {
    await confirmOwner(session, body.password);
    return Response.json(await createToken(userId, body), { status: 201 });
  },
);

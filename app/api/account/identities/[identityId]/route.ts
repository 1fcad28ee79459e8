import { z } from 'zod';
import { confirmedSchema } from '@/lib/accounts/model/account';
import { unlink } from '@/lib/accounts/server/identities';
import { route } from '@/lib/accounts/server/route';
import { newSession, sessionCookie } from '@/lib/accounts/server/session';

const params = z.object({ identityId: z.string().max(64) });

/** `DELETE /api/account/identities/[identityId]` `{password?}` → 204: unlinked; all other sessions end. */
export const DELETE = route(
  { access: 'user', params, body: confirmedSchema },
  async ({ request, session, params, body }) => {
    const user = await unlink(session, params.identityId, body.password);
    const headers = { 'set-cookie': await sessionCookie(request, newSession(user)) };
    return new Response(null, { status: 204, headers });
  },
);

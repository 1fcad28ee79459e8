import { credentialsSchema } from '@/lib/accounts/model/account';
import { claimAccount } from '@/lib/accounts/server/account';
import { route } from '@/lib/accounts/server/route';
import { newSession, sessionCookie } from '@/lib/accounts/server/session';
import { toViewer } from '@/lib/accounts/server/site';

/**
 * `POST /api/account/claim` → `{viewer}`: a guest becomes an account, keeps everything and gets a new cookie.
 */
export const POST = route({ access: 'user', body: credentialsSchema }, async ({ request, viewer, body }) => {
  const user = await claimAccount(request, viewer, body);
  const headers = { 'set-cookie': await sessionCookie(request, newSession(user)) };
  return Response.json({ viewer: await toViewer(user) }, { headers });
});

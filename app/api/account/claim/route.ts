import { credentialsSchema } from '@/lib/contract/account';
import { claimAccount } from '@/lib/server/accounts/account';
import { newSession, sessionCookie } from '@/lib/server/accounts/session';
import { toViewer } from '@/lib/server/accounts/site';
import { route } from '@/lib/server/http/route';

/** `POST /api/account/claim` → `{viewer}`: a guest becomes an account and keeps everything; with a new cookie. */
export const POST = route({ access: 'user', body: credentialsSchema }, async ({ request, viewer, body }) => {
  const user = await claimAccount(request, viewer, body);
  const headers = { 'set-cookie': await sessionCookie(request, newSession(user)) };
  return Response.json({ viewer: await toViewer(user) }, { headers });
});

import { confirmedSchema } from '@/lib/accounts/model/account';
import { permitLinking } from '@/lib/accounts/server/identities';
import { route } from '@/lib/accounts/server/route';
import { sessionCookie } from '@/lib/accounts/server/session';

/** `POST /api/account/link` `{password?}` → 204: the next sign-in at a provider, within ten minutes, is linked. */
export const POST = route({ access: 'user', body: confirmedSchema }, async ({ request, session, body }) => {
  const permitted = await permitLinking(session, body.password);
  const headers = { 'set-cookie': await sessionCookie(request, permitted) };
  return new Response(null, { status: 204, headers });
});

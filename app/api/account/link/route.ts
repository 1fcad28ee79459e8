import { confirmedSchema } from '@/lib/contract/account';
import { permitLinking } from '@/lib/server/accounts/identities';
import { sessionCookie } from '@/lib/server/accounts/session';
import { route } from '@/lib/server/http/route';

/** `POST /api/account/link` `{password?}` → 204: the next sign-in at a provider, within ten minutes, is linked. */
export const POST = route({ access: 'user', body: confirmedSchema }, async ({ request, session, body }) => {
  const permitted = await permitLinking(session, body.password);
  const headers = { 'set-cookie': await sessionCookie(request, permitted) };
  return new Response(null, { status: 204, headers });
});

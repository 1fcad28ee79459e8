import { endOtherSessions } from '@/lib/server/accounts/account';
import { endedSessionCookie } from '@/lib/server/accounts/session';
import { route } from '@/lib/server/http/route';

/** `POST /api/account/sign-out-everywhere` → 204: every session of this account ends, this one included. */
export const POST = route({ access: 'user' }, async ({ request, viewer }) => {
  await endOtherSessions(viewer);
  return new Response(null, { status: 204, headers: { 'set-cookie': endedSessionCookie(request) } });
});

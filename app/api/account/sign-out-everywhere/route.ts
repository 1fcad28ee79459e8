import { endOtherSessions } from '@/lib/accounts/server/account';
import { route } from '@/lib/accounts/server/route';
import { endedSessionCookie } from '@/lib/accounts/server/session';

/** `POST /api/account/sign-out-everywhere` → 204: every session of this account ends, this one included. */
export const POST = route({ access: 'user' }, async ({ request, viewer }) => {
  await endOtherSessions(viewer);
  return new Response(null, { status: 204, headers: { 'set-cookie': endedSessionCookie(request) } });
});

import { credentialsSchema, deleteAccountSchema, updateAccountSchema } from '@/lib/accounts/model/account';
import { deleteAccount, signUp, updateAccount } from '@/lib/accounts/server/account';
import { confirmOwner } from '@/lib/accounts/server/confirm-owner';
import { route } from '@/lib/accounts/server/route';
import { endedSessionCookie, newSession, sessionCookie } from '@/lib/accounts/server/session';
import { site, toViewer } from '@/lib/accounts/server/site';
import { stopAllOfUser } from '@/lib/compare/server/stop-all-of-user';
import { stopStartedByTokens } from '@/lib/compare/server/stop-tokens';
import { revokeAllTokens } from '@/lib/public-api/server/tokens';

/** `GET /api/account` → `{viewer: Viewer | null, site: Site}`. */
export const GET = route({ access: 'optional' }, async ({ viewer }) => ({
  viewer: viewer && (await toViewer(viewer)),
  site: site(),
}));

/** `POST /api/account`: sign up; 201 `{viewer}` with the account's session. A guest keeps everything. */
export const POST = route(
  { access: 'optional', body: credentialsSchema },
  async ({ request, viewer, body }) => {
    const user = await signUp(request, viewer, body);
    const headers = { 'set-cookie': await sessionCookie(request, newSession(user)) };
    return Response.json({ viewer: await toViewer(user) }, { status: 201, headers });
  },
);

/** `PATCH /api/account` → `{viewer}`. A new password ends all other sessions; this one goes on with a new cookie. */
export const PATCH = route(
  { access: 'user', body: updateAccountSchema },
  async ({ request, session, viewer, body }) => {
    const user = await updateAccount(session, body);
    if (body.password?.revokeTokens) {
      await revokeAllTokens(user.id);
      await stopStartedByTokens(user.id, null);
    }
    const isRenewed = user.sessionVersion !== viewer.sessionVersion;
    const headers = isRenewed ? { 'set-cookie': await sessionCookie(request, newSession(user)) } : undefined;
    return Response.json({ viewer: await toViewer(user) }, { headers });
  },
);

/** `DELETE /api/account` `{confirm: "delete", password?}` → 204: the account and all its data, for good. */
export const DELETE = route(
  { access: 'user', body: deleteAccountSchema },
  async ({ request, session, userId, body }) => {
    await confirmOwner(session, body.password);
    await deleteAccount(userId, stopAllOfUser);
    return new Response(null, { status: 204, headers: { 'set-cookie': endedSessionCookie(request) } });
  },
);

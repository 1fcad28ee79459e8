import { identitiesOf } from '@/lib/server/accounts/identities';
import { route } from '@/lib/server/http/route';

/** `GET /api/account/identities` → `{identities}`: sign-ins at outside providers that open this account; none without one. */
export const GET = route({ access: 'optional' }, async ({ userId }) => ({
  identities: await identitiesOf(userId),
}));

import { identitiesOf } from '@/lib/accounts/server/identities';
import { route } from '@/lib/accounts/server/route';

/** `GET /api/account/identities` → `{identities}`: sign-ins at outside providers that open this account; none without one. */
export const GET = route({ access: 'optional' }, async ({ userId }) => ({
  identities: await identitiesOf(userId),
}));

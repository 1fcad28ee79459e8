import { identitiesOf } from '@/lib/server/accounts/identities';
import { route } from '@/lib/server/http/route';

/** `GET /api/account/identities` → `{identities}`: sign-ins at outside providers that open this account. */
export const GET = route({ access: 'user' }, async ({ userId }) => ({
  identities: await identitiesOf(userId),
}));

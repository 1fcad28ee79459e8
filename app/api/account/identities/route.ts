import { identitiesOf } from '@/lib/accounts/server/identities';
import { route } from '@/lib/accounts/server/route';

/**
 * `GET /api/account/identities` → `{identities}`: outside sign-ins that open this account; empty without a
 * session.
 */
export const GET = route({ access: 'optional' }, async ({ userId }) => ({
  identities: await identitiesOf(userId),
}));

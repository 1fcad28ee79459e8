import { route } from '@/lib/accounts/server/route';
import { findServers } from '@/lib/connections/server/upstream/find-servers';

/** `POST /api/connections/find` → `FoundServers` on this machine; 422 `address_refused` where it may not look. */
export const POST = route({ access: 'user', limit: 'findServersByUser' }, () => findServers());

import { route } from '@/lib/accounts/server/route';
import { storageOf } from '@/lib/accounts/server/storage/quota';

export const dynamic = 'force-dynamic';

/**
 * `GET /api/account/storage` → `{usedBytes, quotaBytes, isMoreForAccounts}`: what the user stores, and may
 * store.
 */
export const GET = route({ access: 'optional' }, ({ userId }) => storageOf(userId));

import { route } from '@/lib/accounts/server/route';

export const dynamic = 'force-dynamic';

/** `GET /api/health/live`: 200 for as long as the process answers at all. Nothing else is asked. */
export const GET = route({ access: 'public' }, () => Response.json({ status: 'ok' }));

import { route } from '@/lib/accounts/server/route';
import { health } from '@/lib/platform/server/health';

/** `GET /api/health` → `Health`; 503 while the server cannot work. */
export const GET = route({ access: 'public' }, async () => {
  const found = await health();
  return Response.json(found, { status: found.status === 'ok' ? 200 : 503 });
});

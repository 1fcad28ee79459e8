import { health } from '@/lib/server/health';
import { route } from '@/lib/server/http/route';

/** `GET /api/health` → `Health`; 503 while the server cannot work. */
export const GET = route({ access: 'public' }, async () => {
  const found = await health();
  return Response.json(found, { status: found.status === 'ok' ? 200 : 503 });
});

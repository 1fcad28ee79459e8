import { route } from '@/lib/accounts/server/route';
import { readiness } from '@/lib/runs/server/readiness';

export const dynamic = 'force-dynamic';

/**
 * `GET /api/health/ready` → `Readiness`: 503 while no run should be sent here, because the database is away or
 * the process is about to end.
 */
export const GET = route({ access: 'public' }, async () => {
  const found = await readiness();
  const takesRuns = found.status === 'ready' || found.status === 'degraded';
  return Response.json(found, { status: takesRuns ? 200 : 503 });
});

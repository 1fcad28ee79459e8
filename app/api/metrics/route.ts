import { route } from '@/lib/accounts/server/route';
import { gaugeCells } from '@/lib/compare/server/queue-gauge';
import { checkMetricsAccess } from '@/lib/platform/server/http/metrics-access';
import { metricsResponse } from '@/lib/platform/server/metrics';
import { gaugeRedis } from '@/lib/platform/server/redis/redis-gauge';
import { gaugeRuns } from '@/lib/runs/server/run-gauges';

export const dynamic = 'force-dynamic';

/** `GET /api/metrics`: for Prometheus, on this machine or with `METRICS_TOKEN`. */
export const GET = route({ access: 'public' }, ({ request }) => {
  checkMetricsAccess(request);
  gaugeRedis();
  gaugeRuns();
  gaugeCells();
  return metricsResponse();
});

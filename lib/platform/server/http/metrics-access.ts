import { createHash, timingSafeEqual } from 'node:crypto';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { isFromThisMachine } from './local-peer';

/** Metrics are for this machine, or for a caller with `METRICS_TOKEN`. Throws AppError `forbidden`. */
export function checkMetricsAccess(request: Request): void {
  if (isFromThisMachine(request) || hasToken(request)) return;
  throw new AppError('forbidden', {
    message:
      env.metricsToken === undefined
        ? 'Metrics are only available on this computer. To read them from elsewhere, set METRICS_TOKEN and send it as a bearer token.'
        : 'Send METRICS_TOKEN as a bearer token to read the metrics.',
  });
}

function hasToken(request: Request): boolean {
  const [scheme, sent] = request.headers.get('authorization')?.trim().split(/\s+/) ?? [];
  if (env.metricsToken === undefined || scheme?.toLowerCase() !== 'bearer' || !sent) return false;
  return timingSafeEqual(hash(sent), hash(env.metricsToken));
}

/** Of equal length, whatever was sent. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

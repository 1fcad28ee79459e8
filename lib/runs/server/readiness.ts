import type { Readiness } from '@/lib/platform/model/health';
import { health } from '@/lib/platform/server/health';
import { sharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { isClosing } from './closing';
import { LEASE_MS, processLease } from './process-lease';

/** Whether runs should be sent to this process. Never throws. */
export async function readiness(): Promise<Readiness> {
  if (isClosing()) return { status: 'draining' };
  const { status } = await health();
  // Without a heartbeat, other servers would close a run that was started now.
  const isKnown = (processLease().age() ?? 0) < LEASE_MS;
  if (status !== 'ok' || !isKnown) return { status: 'failing' };
  return { status: sharedRedis()?.isUp === false ? 'degraded' : 'ready' };
}

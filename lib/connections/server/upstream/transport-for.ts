import { env } from '@/lib/platform/env/env';
import { perProcess } from '@/lib/platform/server/per-process';
import { completionsUrl, modelsUrl } from '@/lib/protocol/request/completions-url';
import type { AddressPolicy } from './address-guard';
import { UPSTREAM_LIMITS, type UpstreamLimits } from './limits';
import { createPracticeTransport } from './practice-transport';
import { createSocketPool, type SocketPool } from './socket-pool';
import type { Transport, UpstreamTarget } from './target';
import { createHttpTransport } from './transport';

/** The sockets of this process to all upstreams. */
export function socketPool(): SocketPool {
  return perProcess('socket-pool', createSocketPool);
}

/**
 * The server's owner wrote the server's own connection, so it may point anywhere except at cloud metadata.
 */
export function policyFor(target: Pick<UpstreamTarget, 'isServers'>): AddressPolicy {
  return { allowPrivate: env.allowPrivateUpstreams || target.isServers };
}

/** The transport for a target: over the network, or to the model inside the app. */
export function transportFor(target: UpstreamTarget, limits: UpstreamLimits = UPSTREAM_LIMITS): Transport {
  if (target.isPractice) return createPracticeTransport(target.practiceTokensPerSecond);
  return createHttpTransport({
    urlOf: (resource) =>
      resource === 'completions' ? completionsUrl(target.baseUrl) : modelsUrl(target.baseUrl),
    key: target.key,
    policy: policyFor(target),
    limits,
    pool: socketPool(),
  });
}

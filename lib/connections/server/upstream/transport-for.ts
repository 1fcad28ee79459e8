import { setImmediate, setTimeout } from 'node:timers/promises';
import { env } from '@/lib/platform/env/env';
import { perProcess } from '@/lib/platform/server/per-process';
import {
  type PracticePace,
  type PracticeResponse,
  respondToCompletion,
  respondToModels,
} from '@/lib/practice/respond';
import { respondToDetokenize, respondToTokenize } from '@/lib/practice/respond-tokens';
import { transportError } from '@/lib/protocol/errors/upstream-error';
import { completionsUrl, type EndpointUrl, modelsUrl } from '@/lib/protocol/request/completions-url';
import type { AddressPolicy } from './address-guard';
import { UPSTREAM_LIMITS, type UpstreamLimits } from './limits';
import { createSocketPool, type SocketPool } from './socket-pool';
import type { Transport, UpstreamAnswer, UpstreamCall, UpstreamTarget } from './target';
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
    urlOf: (resource) => urlOf(target.baseUrl, resource),
    key: target.key,
    keyHeader: target.keyHeader,
    headers: target.headers,
    policy: policyFor(target),
    limits,
    pool: socketPool(),
  });
}

function urlOf(baseUrl: string, resource: UpstreamCall['resource']): EndpointUrl {
  if (typeof resource === 'object') return { ok: true, url: resource.url };
  return resource === 'completions' ? completionsUrl(baseUrl) : modelsUrl(baseUrl);
}

/**
 * The practice model as an upstream: the same calls and the same bytes as over a network, without one. Users
 * of a transport see no difference.
 * @param tokensPerSecond pace of each choice
 */
export function createPracticeTransport(tokensPerSecond: number): Transport {
  return async (call, signal) => {
    call.onSent?.();
    // Tokens are counted at once, of many texts one after another: others get their turn in between.
    if (typeof call.resource === 'object') await setImmediate();
    return { ok: true, answer: answerOf(respond(call, { tokensPerSecond, wait }, signal)) };
  };
}

function respond(
  { resource, body }: UpstreamCall,
  pace: PracticePace,
  signal: AbortSignal,
): PracticeResponse {
  if (resource === 'models' || body === null) return respondToModels();
  const sent: unknown = JSON.parse(body);
  if (resource === 'completions') return respondToCompletion(sent, pace, signal);
  return resource.url.endsWith('/detokenize') ? respondToDetokenize(sent) : respondToTokenize(sent);
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) await setImmediate(undefined, { signal });
  else await setTimeout(ms, undefined, { signal });
}

function answerOf(response: PracticeResponse): UpstreamAnswer {
  return {
    status: response.status,
    header: (name) => response.headers[name] ?? null,
    read: async (onBytes) => {
      try {
        for await (const bytes of response.body) {
          if (onBytes(bytes) === 'enough') return { how: 'enough' };
        }
        return { how: 'whole' };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { how: 'broken', error: transportError('internal', message, 'practice') };
      }
    },
  };
}

import { setImmediate, setTimeout } from 'node:timers/promises';
import { type PracticeResponse, respondToCompletion, respondToModels } from '@/lib/practice/respond';
import { transportError } from '@/lib/protocol/errors/upstream-error';
import type { Transport, UpstreamAnswer } from './target';

/**
 * The practice model as an upstream: the same calls and the same bytes as over a network, without one. Users
 * of a transport see no difference.
 * @param tokensPerSecond pace of each choice
 */
export function createPracticeTransport(tokensPerSecond: number): Transport {
  return async (call, signal) => {
    call.onSent?.();
    const response =
      call.resource === 'models' || call.body === null
        ? respondToModels()
        : respondToCompletion(JSON.parse(call.body), { tokensPerSecond, wait }, signal);
    return { ok: true, answer: answerOf(response) };
  };
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

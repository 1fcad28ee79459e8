import type { ConnectionTest } from '@/lib/connections/model/connections';
import { modelsUrl } from '@/lib/protocol/request/completions-url';
import type { RunError } from '@/lib/protocol/run/run-events';
import { fetchModels } from './fetch-models';
import type { UpstreamTarget } from './target';

/**
 * Tests a connection by listing its models, and reports what was found or exactly what failed. Never rejects.
 */
export async function testTarget(target: UpstreamTarget): Promise<ConnectionTest> {
  const started = performance.now();
  const fetched = await fetchModels(target);
  const durationMs = Math.round(performance.now() - started);
  if (fetched.ok) {
    const { models } = fetched;
    return { ok: true, message: countMessage(models.length), status: 200, models, durationMs };
  }
  const { error, hasNoList } = fetched;
  const message = hasNoList
    ? `Connected, but there's no list of models at ${address(target)} (${error.status}). Type the model name yourself. ` +
      'If runs fail too, check that the base URL is complete. It often ends in /v1.'
    : failureMessage(error, target);
  return { ok: hasNoList, message, status: error.status, models: [], durationMs };
}

function countMessage(count: number): string {
  if (count === 0) return 'Connected. The server lists no models.';
  return count === 1
    ? 'Connected. The server lists one model.'
    : `Connected. The server lists ${count} models.`;
}

function failureMessage(error: RunError, target: UpstreamTarget): string {
  const message = /[.!?…]$/.test(error.message) ? error.message : `${error.message}.`;
  switch (error.status) {
    case null:
      return error.message;
    case 401:
      return target.key
        ? `The server rejected the key (401): ${message}`
        : `The server requires a key (401): ${message}`;
    case 403:
      return `The key isn't allowed to list models (403): ${message}`;
    case 404:
      return `Nothing found at ${address(target)} (404). Is the base URL complete? It often ends in /v1.`;
    case 429:
      return `Rate limit reached (429): ${message}`;
    default:
      return error.kind === 'malformed' ? message : `The server responded with ${error.status}: ${message}`;
  }
}

function address({ baseUrl }: UpstreamTarget): string {
  const url = modelsUrl(baseUrl);
  return url.ok ? url.url : baseUrl;
}

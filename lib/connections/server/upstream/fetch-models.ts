import type { Model } from '@/lib/connections/model/connections';
import { errorFromResponse, looksLikeHtml, transportError } from '@/lib/protocol/errors/upstream-error';
import { azureDeployment } from '@/lib/protocol/request/azure-deployment';
import { excessMessage, type JsonExcess } from '@/lib/protocol/response/json-meter';
import { parseWireJson } from '@/lib/protocol/response/json-reader';
import { isRecord } from '@/lib/protocol/response/wire-json';
import type { RunError } from '@/lib/protocol/run/run-events';
import { maskWhole } from '@/lib/protocol/secrets/chunk-mask';
import { secretFinderOf } from '@/lib/protocol/secrets/secret-finder';
import { ownCopy } from '@/lib/protocol/text/own-copy';
import { readContextLength } from './context-length';
import { MODEL_LIST_LIMITS } from './limits';
import { readListedPrice } from './listed-price';
import { readText } from './read-text';
import { secretsIn } from './secrets-in';
import type { Transport, UpstreamTarget } from './target';
import { transportFor } from './transport-for';

/** More than any server lists. */
const MAX_MODELS = 5_000;
const MAX_OWNER_LENGTH = 100;
const MAX_LIST_BYTES = 8 * 1024 * 1024;

export type FetchedModels =
  | { readonly ok: true; readonly models: Model[] }
  | {
      readonly ok: false;
      readonly error: RunError;
      /** The server speaks JSON, but has no list of models: runs may work all the same. */
      readonly hasNoList: boolean;
    };

/** Requests a server's models, once. Never rejects for what the server does. */
export async function fetchModels(
  target: UpstreamTarget,
  transport: Transport = transportFor(target, MODEL_LIST_LIMITS),
): Promise<FetchedModels> {
  const never = new AbortController().signal;
  const result = await transport({ resource: 'models', body: null, stream: false }, never);
  if (!result.ok) return { ok: false, error: result.error, hasNoList: false };
  const { answer } = result;
  const isOk = answer.status >= 200 && answer.status < 300;
  const text = await readText(answer, isOk ? MAX_LIST_BYTES : undefined);
  const contentType = answer.header('content-type');
  if (!isOk) {
    const error = errorFromResponse({
      status: answer.status,
      headers: answer.header,
      bodyText: text,
      contentType,
      now: Date.now(),
      secrets: secretsIn(target),
    });
    const hasNoList = (answer.status === 404 || answer.status === 405) && !looksLikeHtml(text, contentType);
    return { ok: false, error, hasNoList };
  }
  const parsed = parseWireJson(text);
  const models = parsed.ok ? readModels(parsed.value, secretsIn(target)) : null;
  if (models !== null) return { ok: true, models: deploymentOnly(target) ?? models };
  const excess = parsed.ok ? null : excessOf(text, parsed.why);
  if (excess !== null)
    return { ok: false, error: transportError('too_large', excess, 'models'), hasNoList: false };
  const what = looksLikeHtml(text, contentType) ? 'a web page' : 'something else';
  const message = `The server sent ${what} instead of a list of models. Is the base URL complete? It often ends in /v1.`;
  return {
    ok: false,
    error: transportError('malformed', message, 'not_models', { status: answer.status }),
    hasNoList: false,
  };
}

/** Under the address of an Azure deployment only that one answers, whatever its resource lists. */
function deploymentOnly({ baseUrl }: UpstreamTarget): Model[] | null {
  const deployment = URL.canParse(baseUrl) ? azureDeployment(new URL(baseUrl).pathname) : null;
  return deployment && [{ id: decodeURIComponent(deployment.name), ownedBy: null }];
}

/** A sentence about how a list exceeded the parser's bounds; null: it is simply not JSON. */
function excessOf(text: string, why: 'not_json' | JsonExcess): string | null {
  const subject = 'The list of models';
  if (why !== 'not_json') return excessMessage(subject, why);
  return Buffer.byteLength(text) < MAX_LIST_BYTES ? null : `${subject} is larger than 8 MB.`;
}

/**
 * Reads `{data: [{id}]}` (OpenAI), a bare list (Together), or `{models: [{name}]}`. Null when it is none of
 * these.
 */
function readModels(value: unknown, secrets: readonly string[]): Model[] | null {
  const finder = secretFinderOf(secrets);
  const masked = (name: string) => (finder === null ? name : maskWhole(name, finder, name.length));
  const list = Array.isArray(value) ? value : isRecord(value) ? (value.data ?? value.models) : null;
  if (!Array.isArray(list)) return null;
  const models = new Map<string, Model>();
  for (const item of list.slice(0, MAX_MODELS)) {
    if (!isRecord(item)) continue;
    const id = typeof item.id === 'string' ? item.id : item.name;
    if (typeof id !== 'string' || id === '' || id.length > 300) continue;
    const owner = item.owned_by;
    // Copies: lists are cached for minutes, and a slice would keep all the text that it was cut from.
    const ownedBy = typeof owner === 'string' ? ownCopy(masked(owner).slice(0, MAX_OWNER_LENGTH)) : null;
    const name = masked(id);
    const price = readListedPrice(item);
    const contextLength = contextLengthOf(item);
    models.set(name, {
      id: name,
      ownedBy,
      ...(price && { price }),
      ...(contextLength !== null && { contextLength }),
    });
  }
  return [...models.values()];
}

/**
 * How many tokens a model reads and writes in one run, where its server tells: vLLM `max_model_len`, OpenRouter and
 * Together `context_length`, llama.cpp `meta.n_ctx` (as it was started; older ones only `n_ctx_train`).
 */
function contextLengthOf(item: Record<string, unknown>): number | null {
  const meta = isRecord(item.meta) ? item.meta : {};
  for (const value of [item.max_model_len, item.context_length, meta.n_ctx, meta.n_ctx_train]) {
    const length = readContextLength(value);
    if (length !== null) return length;
  }
  return null;
}

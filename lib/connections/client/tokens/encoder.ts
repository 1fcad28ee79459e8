import type { BytePairTokens } from '@/lib/protocol/tokens/byte-pair';
import type { EncoderJob, EncoderResult } from './encoder-worker';
import type { Encoding } from './encodings';

/** A job takes a few seconds at most; after this long something is wrong, and the worker is replaced. */
const MAX_MS = 30_000;

let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, (result: EncoderResult | null) => void>();

function openWorker(): Worker | null {
  if (worker || typeof Worker === 'undefined') return worker;
  try {
    worker = new Worker(new URL('./encoder-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return null;
  }
  worker.onmessage = ({ data }: MessageEvent<{ id: number; result: EncoderResult | null }>) => {
    waiting.get(data.id)?.(data.result);
    waiting.delete(data.id);
  };
  worker.onerror = closeWorker;
  return worker;
}

/** All its jobs end without a result. */
function closeWorker(): void {
  worker?.terminate();
  worker = null;
  for (const end of waiting.values()) end(null);
  waiting.clear();
}

/** Null: the browser has no workers, or the vocabulary did not load. */
function work(job: EncoderJob): Promise<EncoderResult | null> {
  const by = openWorker();
  if (by === null) return Promise.resolve(null);
  lastId += 1;
  const id = lastId;
  return new Promise((resolve) => {
    const timer = setTimeout(closeWorker, MAX_MS);
    waiting.set(id, (result) => {
      clearTimeout(timer);
      resolve(result);
    });
    by.postMessage({ id, job });
  });
}

/** The tokens of texts by a vocabulary of OpenAI; null where they cannot be had. */
export async function encodeTexts(
  encoding: Encoding,
  texts: readonly string[],
): Promise<readonly BytePairTokens[] | null> {
  const result = await work({ encoding, texts });
  return result !== null && 'tokens' in result ? result.tokens : null;
}

/** The bytes of each id, null for one that does not exist; null where they cannot be had. */
export async function bytesOfIds(
  encoding: Encoding,
  ids: readonly number[],
): Promise<readonly (Uint8Array | null)[] | null> {
  const result = await work({ encoding, ids });
  return result !== null && 'bytes' in result ? result.bytes : null;
}

import {
  type BytePairEncoder,
  type BytePairTokens,
  createBytePairEncoder,
} from '@/lib/protocol/tokens/byte-pair';
import { type Encoding, loadRanks } from './encodings';

/** Tokenizes off the main thread: reading a vocabulary takes a fifth of a second, and a megabyte without a space four. */

export type EncoderJob =
  | { readonly encoding: Encoding; readonly texts: readonly string[] }
  | { readonly encoding: Encoding; readonly ids: readonly number[] };

export type EncoderResult =
  | { readonly tokens: readonly BytePairTokens[] }
  | { readonly bytes: readonly (Uint8Array | null)[] };

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<{ id: number; job: EncoderJob }>) => void) | null;
  postMessage(message: unknown, transfer?: Transferable[]): void;
};

const encoders = new Map<Encoding, Promise<BytePairEncoder>>();

function encoderOf(encoding: Encoding): Promise<BytePairEncoder> {
  const known = encoders.get(encoding);
  if (known !== undefined) return known;
  const made = loadRanks(encoding).then(createBytePairEncoder);
  encoders.set(encoding, made);
  // A file that did not load is requested again by the next job.
  made.catch(() => encoders.delete(encoding));
  return made;
}

scope.onmessage = async ({ data: { id, job } }) => {
  try {
    const encoder = await encoderOf(job.encoding);
    if ('ids' in job) return scope.postMessage({ id, result: { bytes: job.ids.map(encoder.bytesOf) } });
    const tokens = job.texts.map((text) => encoder.encode(text));
    const transfer = tokens.flatMap(({ ids, ends }) => [ids.buffer, ends.buffer]) as ArrayBuffer[];
    scope.postMessage({ id, result: { tokens } }, transfer);
  } catch {
    scope.postMessage({ id, result: null });
  }
};

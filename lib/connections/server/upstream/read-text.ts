import { UPSTREAM_LIMITS } from './limits';
import type { UpstreamAnswer } from './target';

/**
 * A body as text, cut at `limit` bytes: the rest is not read. A body that breaks gives what had come. An
 * error's body has a few seconds: it is short, and a slow sender must not hold a run open.
 */
export async function readText(answer: UpstreamAnswer, limit?: number): Promise<string> {
  const isError = limit === undefined;
  const max = limit ?? UPSTREAM_LIMITS.maxErrorBodyBytes;
  const chunks: Uint8Array[] = [];
  let size = 0;
  await answer.read((bytes) => {
    chunks.push(bytes.subarray(0, max - size));
    size += bytes.length;
    if (size >= max) return 'enough';
    return isError ? 'soon' : 'more';
  });
  return new TextDecoder().decode(Buffer.concat(chunks));
}

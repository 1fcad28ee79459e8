import { UPSTREAM_LIMITS } from './limits';
import type { UpstreamAnswer } from './target';

/** A body as text, cut at `limit` bytes: what is beyond is not read. A body that breaks gives what had come. */
export async function readText(
  answer: UpstreamAnswer,
  limit: number = UPSTREAM_LIMITS.maxErrorBodyBytes,
): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  await answer.read((bytes) => {
    pieces.push(bytes.subarray(0, limit - size));
    size += bytes.length;
    return size >= limit ? 'enough' : 'more';
  });
  return new TextDecoder().decode(Buffer.concat(pieces));
}

import type { ResponseDetails, ResponseEvent, Token } from './run-events';

/*
 * How much memory a run takes, as an estimate that is rather too high than too low: two bytes per character,
 * and what V8 adds for each object, string and boxed number. Measured in bench/MEMORY.md.
 */

const TEXT_BYTES = 64;
const TOKEN_BYTES = 160;
const ALTERNATIVE_BYTES = 112;

/** Bytes of a chunk of text that is appended to a longer one. */
export function textBytes(text: string): number {
  return TEXT_BYTES + text.length * 2;
}

/** Bytes of a token with its alternatives. */
export function tokenBytes({ text, top }: Token): number {
  let size = TOKEN_BYTES + text.length * 2;
  for (const other of top) size += ALTERNATIVE_BYTES + other.text.length * 2;
  return size;
}

function detailsBytes({ serviceTier, provider, serverTimings, raw }: ResponseDetails): number {
  let size = 0;
  for (const text of [serviceTier, provider, raw]) if (text !== undefined) size += textBytes(text);
  // A number takes as much as the object around it.
  for (const name of Object.keys(serverTimings ?? {})) size += textBytes(name) + TEXT_BYTES;
  return size;
}

/** Bytes that an event adds to the state of its run. */
export function eventBytes(event: ResponseEvent): number {
  switch (event.type) {
    case 'text-delta': {
      let size = textBytes(event.text);
      for (const token of event.tokens ?? []) size += tokenBytes(token);
      return size;
    }
    case 'choice-end':
      return textBytes(event.finishReason + (event.stopReason ?? ''));
    case 'response-start': {
      const { id, model, systemFingerprint, requestId } = event.response;
      return textBytes([id, model, systemFingerprint, requestId].join('')) + detailsBytes(event.response);
    }
    case 'response-details':
      return detailsBytes(event.details);
    case 'usage':
      return TEXT_BYTES;
  }
}

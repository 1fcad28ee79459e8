import type { Token } from '../run/run-events';
import { MASK, type SecretFinder } from './secret-finder';
import type { SecretState } from './secret-reader';

/** A part of a text, or one of its tokens. */
export interface MaskedChunk {
  readonly text: string;
  readonly token: Token | null;
}

/**
 * A possible beginning of a secret is held back only from this length: every other word ends in one or two
 * such units, and an ordinary text must not wait for the next chunk. If it does continue as the secret, the
 * rest is masked.
 */
const HELD = 4;

/**
 * Masks secrets in a text that comes in chunks. Only a possible beginning of a secret is held back until it
 * is known, so never more than a secret's length. Every unit is read once.
 */
export interface ChunkMask {
  /**
   * True: this chunk and all before it are clean, and `take` will not return it.
   * @param token held back and released as a whole; a token that a secret reaches into loses its
   * probabilities
   */
  push(text: string, token?: Token | null, isWhole?: boolean): boolean;
  /** What is known to be clean by now, in order. */
  take(): MaskedChunk[];
  /** The text is over: returns what was held back. */
  end(): MaskedChunk[];
}

interface Chunk extends MaskedChunk {
  readonly start: number;
  readonly isWhole: boolean;
  /** The finder's state before this chunk. */
  readonly before: SecretState;
}

interface Span {
  start: number;
  end: number;
  /** Its mask has been returned. */
  isEmitted: boolean;
}

/** @param part how much of a secret is enough to mask it at the end of the text */
export function createChunkMask(finder: SecretFinder, part: number): ChunkMask {
  const reader = finder.read(addSpan);
  let position = 0;
  let chunks: Chunk[] = [];
  let spans: Span[] = [];

  /** Spans come ordered by their ends; a longer one can contain earlier ones. */
  function addSpan(from: number, end: number): void {
    let start = from;
    let isEmitted = false;
    for (let last = spans.at(-1); last !== undefined && last.end > start; last = spans.at(-1)) {
      start = Math.min(start, last.start);
      isEmitted ||= last.isEmitted;
      spans.pop();
    }
    spans.push({ start, end, isEmitted });
  }

  /** Releases everything up to a position before which no secret can begin any more. */
  function letGo(safe: number): MaskedChunk[] {
    const gone: MaskedChunk[] = [];
    let next = 0;
    for (; next < chunks.length; next += 1) {
      const chunk = chunks[next] as Chunk;
      const end = chunk.start + chunk.text.length;
      if (end <= safe) {
        gone.push(...masked(chunk, end));
        continue;
      }
      if (!chunk.isWhole && chunk.start < safe) {
        gone.push(...masked(chunk, safe));
        chunks[next] = { ...chunk, text: chunk.text.slice(safe - chunk.start), start: safe };
      }
      break;
    }
    chunks = chunks.slice(next);
    const first = chunks[0]?.start ?? position;
    if (spans.length > 0) spans = spans.filter((span) => span.end > first);
    return gone;
  }

  function masked(chunk: Chunk, upTo: number): MaskedChunk[] {
    const touching =
      spans.length === 0 ? spans : spans.filter(({ start, end }) => start < upTo && end > chunk.start);
    if (touching.length === 0) {
      const text = chunk.text.slice(0, upTo - chunk.start);
      return [{ text, token: chunk.token && withoutSecrets(chunk.token, chunk.before) }];
    }
    let text = '';
    let at = chunk.start;
    for (const span of touching) {
      if (span.start > at) text += chunk.text.slice(at - chunk.start, span.start - chunk.start);
      if (!span.isEmitted) text += MASK;
      span.isEmitted = true;
      at = Math.max(at, span.end);
    }
    if (at < upTo) text += chunk.text.slice(at - chunk.start, upTo - chunk.start);
    if (text === '') return [];
    return [{ text, token: chunk.token && { text, logprob: null, top: [] } }];
  }

  /** The token itself is clean. An alternative may contain or complete a secret that the text does not. */
  function withoutSecrets(token: Token, before: SecretState): Token {
    if (!token.top.some(({ text }) => finder.isIn(text, before))) return token;
    const top = token.top.map((other) =>
      finder.isIn(other.text, before) ? { ...other, text: MASK } : other,
    );
    return { ...token, top };
  }

  return {
    push(text, token = null, isWhole = token !== null) {
      const [start, before] = [position, reader.state()];
      const isFirst = chunks.length === 0;
      reader.push(text);
      position += text.length;
      if (isFirst && spans.length === 0 && reader.begun(HELD)[0] === position) {
        if (token === null || token.top.every((other) => !finder.isIn(other.text, before))) return true;
      }
      chunks.push({ text, token, isWhole, start, before });
      return false;
    },
    take: () => (chunks.length === 0 ? [] : letGo(reader.begun(HELD)[0])),
    end() {
      const [start, end] = reader.begun(part);
      if (start < end) addSpan(start, end);
      reader.reset();
      return letGo(position);
    },
  };
}

/** A complete text with its secrets masked. */
export function maskWhole(text: string, finder: SecretFinder, part: number): string {
  const mask = createChunkMask(finder, part);
  if (mask.push(text)) return text;
  return [...mask.take(), ...mask.end()].map((chunk) => chunk.text).join('');
}

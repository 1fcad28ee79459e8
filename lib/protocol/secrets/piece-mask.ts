import type { Token } from '../run/run-events';
import { MASK, type SecretFinder } from './secret-finder';
import type { SecretState } from './secret-reader';

/** A part of a text, or one of its tokens. */
export interface MaskedPiece {
  readonly text: string;
  readonly token: Token | null;
}

/**
 * Of what may be the beginning of a secret, fewer units are not held back: every other word ends in one or two, and an
 * ordinary text must not wait for the next. If it goes on as the secret, the rest of it is masked.
 */
const HELD = 4;

/**
 * Masks secrets in a text that comes in pieces. What may be the beginning of one is held back until it is known, and
 * nothing else is; so no more is held than a secret is long. Every unit is looked at once.
 */
export interface PieceMask {
  /**
   * True: the piece and all before it are clean, and `take` will not hand it out.
   * @param token held back and let go as a whole; one that a secret reaches into loses its probabilities
   */
  push(text: string, token?: Token | null, isWhole?: boolean): boolean;
  /** What is known to be none by now, in order. */
  take(): MaskedPiece[];
  /** The text is over. */
  end(): MaskedPiece[];
}

interface Piece extends MaskedPiece {
  readonly start: number;
  readonly isWhole: boolean;
  /** Where the finder stood when it began. */
  readonly before: SecretState;
}

interface Span {
  start: number;
  end: number;
  /** Its mask has been let go. */
  isTold: boolean;
}

/** @param part so much of a secret is masked where the text ends in its middle */
export function createPieceMask(finder: SecretFinder, part: number): PieceMask {
  const reader = finder.read(addSpan);
  let position = 0;
  let pieces: Piece[] = [];
  let spans: Span[] = [];

  /** Spans come by their ends; a longer one can swallow those before it. */
  function addSpan(from: number, end: number): void {
    let start = from;
    let isTold = false;
    for (let last = spans.at(-1); last !== undefined && last.end > start; last = spans.at(-1)) {
      start = Math.min(start, last.start);
      isTold ||= last.isTold;
      spans.pop();
    }
    spans.push({ start, end, isTold });
  }

  /** Up to a position that no secret can begin before any more. */
  function letGo(safe: number): MaskedPiece[] {
    const gone: MaskedPiece[] = [];
    let next = 0;
    for (; next < pieces.length; next += 1) {
      const piece = pieces[next] as Piece;
      const end = piece.start + piece.text.length;
      if (end <= safe) {
        gone.push(...masked(piece, end));
        continue;
      }
      if (!piece.isWhole && piece.start < safe) {
        gone.push(...masked(piece, safe));
        pieces[next] = { ...piece, text: piece.text.slice(safe - piece.start), start: safe };
      }
      break;
    }
    pieces = pieces.slice(next);
    const first = pieces[0]?.start ?? position;
    if (spans.length > 0) spans = spans.filter((span) => span.end > first);
    return gone;
  }

  function masked(piece: Piece, upTo: number): MaskedPiece[] {
    const touching =
      spans.length === 0 ? spans : spans.filter(({ start, end }) => start < upTo && end > piece.start);
    if (touching.length === 0) {
      const text = piece.text.slice(0, upTo - piece.start);
      return [{ text, token: piece.token && withoutSecrets(piece.token, piece.before) }];
    }
    let text = '';
    let at = piece.start;
    for (const span of touching) {
      if (span.start > at) text += piece.text.slice(at - piece.start, span.start - piece.start);
      if (!span.isTold) text += MASK;
      span.isTold = true;
      at = Math.max(at, span.end);
    }
    if (at < upTo) text += piece.text.slice(at - piece.start, upTo - piece.start);
    if (text === '') return [];
    return [{ text, token: piece.token && { text, logprob: null, top: [] } }];
  }

  /** The token itself is clean. An alternative may be, or complete, what the text does not hold. */
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
      const isFirst = pieces.length === 0;
      reader.push(text);
      position += text.length;
      if (isFirst && spans.length === 0 && reader.begun(HELD)[0] === position) {
        if (token === null || token.top.every((other) => !finder.isIn(other.text, before))) return true;
      }
      pieces.push({ text, token, isWhole, start, before });
      return false;
    },
    take: () => (pieces.length === 0 ? [] : letGo(reader.begun(HELD)[0])),
    end() {
      const [start, end] = reader.begun(part);
      if (start < end) addSpan(start, end);
      reader.reset();
      return letGo(position);
    },
  };
}

/** A whole text without secrets. */
export function maskWhole(text: string, finder: SecretFinder, part: number): string {
  const mask = createPieceMask(finder, part);
  if (mask.push(text)) return text;
  return [...mask.take(), ...mask.end()].map((piece) => piece.text).join('');
}

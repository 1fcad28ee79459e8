import { commonEnd, commonStart } from './common-ends';

/** How much of the shorter text has to be in both. */
const SHARE = 1 / 3;
const PIECES = 32;
/** Characters of a piece: longer than the words that any two texts of a language share. */
const PIECE_LENGTH = 12;
/** Characters of each text in which pieces are looked for. */
const LOOK_AT = 100_000;

/**
 * Whether a text was made from another by editing: what both begin and end with is a third of the shorter one, or a
 * third of the pieces that are taken from it evenly are in the other one.
 */
export function comesFrom(text: string, source: string): boolean {
  const shorter = Math.min(text.length, source.length);
  const start = commonStart(text, source);
  const ends = start + commonEnd(text, source, start);
  return (ends > 0 && ends >= shorter * SHARE) || sharesPieces(text, source);
}

/** The same for a text that may have been put together from parts of the source, in any order. */
export function sharesPieces(text: string, source: string): boolean {
  const [short, long] = [text.slice(0, LOOK_AT), source.slice(0, LOOK_AT)].sort(
    (a, b) => a.length - b.length,
  );
  if (short === undefined || long === undefined || short.length < PIECE_LENGTH) return false;
  const last = short.length - PIECE_LENGTH;
  const count = Math.min(PIECES, last + 1);
  let found = 0;
  for (let at = 0; at < count; at += 1) {
    const from = count === 1 ? 0 : Math.floor((last * at) / (count - 1));
    if (long.includes(short.slice(from, from + PIECE_LENGTH))) found += 1;
  }
  return found >= count * SHARE;
}

import { commonEnd, commonStart } from './common-ends';

/** How much of the shorter text has to be in both. */
const SHARE = 1 / 3;
const PIECES = 32;
/** Characters of a piece: longer than the words that any two texts of a language share. */
const PIECE_LENGTH = 12;
/** Characters of each text in which pieces are looked for. */
const LOOK_AT = 100_000;

/** More words than this in the place of others are another text, not a correction. */
const CORRECTED_WORDS = 2;
/** Letters of a word that says what a text is about. */
const TELLING_LETTERS = 4;

/**
 * Whether a text was made from another by editing: what both begin and end with is a third of the shorter one, or a
 * third of the pieces that are taken from it evenly are in the other one. Where both a beginning and an end are the same,
 * they may be the frame of a template: then only what is between them counts.
 */
export function comesFrom(text: string, source: string): boolean {
  const shorter = Math.min(text.length, source.length);
  const { start, end } = commonEnds(text, source);
  if (isFrame(text, start, end))
    return isEdited(text.slice(start, text.length - end), source.slice(start, source.length - end));
  const ends = start + end;
  return (
    (ends > 0 && ends >= shorter * SHARE && saysEnough(text, source, start, end)) ||
    sharesPieces(text, source)
  );
}

/** Shorter texts have a third in common by chance. */
const SHORT = 60;
/** Words in common that make two short texts one. */
const ENOUGH_WORDS = 3;

/** Whether what two texts begin and end with is more than letters and small words. */
function saysEnough(text: string, source: string, start: number, end: number): boolean {
  const shorter = Math.min(text.length, source.length);
  // One continues the other.
  if (shorter >= SHORT || start + end >= shorter) return true;
  const before = [text, source].some((one) => LETTER.test(one[start] ?? ''))
    ? text.slice(0, start).replace(LAST_WORD, '')
    : text.slice(0, start);
  const after = [text, source].some((one) => LETTER.test(one[one.length - end - 1] ?? ''))
    ? text.slice(text.length - end).replace(FIRST_WORD, '')
    : text.slice(text.length - end);
  const words = [...wordsOf(before), ...wordsOf(after)];
  if (words.length >= ENOUGH_WORDS || words.some((word) => word.length >= TELLING_LETTERS)) return true;
  // Where nothing is between words, a letter is as good as one.
  return WITHOUT_SPACES.test(text.slice(0, start) + text.slice(text.length - end));
}

const LETTER = /[\p{L}\p{N}]/u;
const FIRST_WORD = /^[\p{L}\p{N}]+/u;
const LAST_WORD = /[\p{L}\p{N}]+$/u;
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** What a text has beside the frame that it may share with another one; all of it when they share none. */
export function withoutFrame(text: string, source: string): string {
  const { start, end } = commonEnds(text, source);
  return isFrame(text, start, end) ? text.slice(start, text.length - end) : text;
}

function commonEnds(text: string, source: string): { start: number; end: number } {
  const start = commonStart(text, source);
  return { start, end: commonEnd(text, source, start) };
}

/** Whether a beginning and an end say something: each has a whole word, or a line break. */
function isFrame(text: string, start: number, end: number): boolean {
  const beginsWithWord = /[\p{L}\p{N}][^\p{L}\p{N}]|\n/u.test(text.slice(0, start));
  return beginsWithWord && /[^\p{L}\p{N}][\p{L}\p{N}]|\n/u.test(text.slice(text.length - end));
}

/** Whether what is between the same beginning and end was edited, and not replaced by something that it shares nothing with. */
function isEdited(text: string, source: string): boolean {
  const [words, before] = [wordsOf(text), wordsOf(source)];
  // Something was inserted or taken out, or a word was put for another.
  if (Math.min(words.length, before.length) === 0) return true;
  if (Math.max(words.length, before.length) <= CORRECTED_WORDS) return true;
  const distinctive = [words, before].map(
    (all) => new Set(all.flatMap((word) => (word.length < TELLING_LETTERS ? [] : word.toLowerCase()))),
  );
  const [few, many] = distinctive.sort((a, b) => a.size - b.size);
  const shared = [...(few ?? [])].filter((word) => many?.has(word)).length;
  return (shared > 0 && shared >= (few?.size ?? 0) * SHARE) || sharesPieces(text, source);
}

function wordsOf(text: string): string[] {
  return text.slice(0, LOOK_AT).match(/[\p{L}\p{N}]+/gu) ?? [];
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

import { foldText, offsetsInText } from '@/lib/history/model/search/fold-text';

/** UTF-16 units of a searched text that count, and of a query. They bound the work for each of thousands of texts. */
const MAX_TEXT = 200;
const MAX_QUERY = 60;
const MAX_WORDS = 6;

/** What one found letter is worth, and what it is worth more where it stands well. */
const LETTER = 1;
const AT_TEXT_START = 9;
const AT_WORD_START = 7;
const AT_HUMP = 5;
const CONSECUTIVE = 5;
/** The whole word was typed. */
const WHOLE_WORD = 8;
/** A word begins with what was typed: that is meant before letters which are put together from several words. */
const WORD_BEGINNING = 30;
/** Taken off where letters lie inside of words, apart: that is found in almost any longer text, and comes last. */
const SCATTERED = 60;
/** Taken off for each letter that is skipped inside of a match, up to a bound. */
const SKIPPED = 0.25;
const MAX_SKIPPED = 3;
const NONE = Number.NEGATIVE_INFINITY;

/** A query's words, folded as the history's search folds them. */
export function queryWords(query: string): readonly string[] {
  return foldText(query.slice(0, MAX_QUERY)).split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
}

export interface WordMatch {
  readonly score: number;
  /** Ranges of the original text, in order and apart. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** A text that is searched again and again. */
export interface SearchedText {
  readonly text: string;
  readonly folded: string;
  /** What a letter is worth more for where it stands. */
  readonly bonus: Float32Array;
}

export function searchedText(text: string): SearchedText {
  const shown = text.slice(0, MAX_TEXT);
  const folded = foldText(shown);
  const bonus = new Float32Array(folded.length);
  for (let at = 0; at < folded.length; at += 1) bonus[at] = bonusAt(shown, folded, at);
  return { text: shown, folded, bonus };
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}\p{M}]/u;
const isDigit = (unit: string) => unit >= '0' && unit <= '9';

function bonusAt(text: string, folded: string, at: number): number {
  const here = folded.charAt(at);
  if (!isWordUnit(here)) return 0;
  if (at === 0) return AT_TEXT_START;
  const before = folded.charAt(at - 1);
  if (!isWordUnit(before)) return AT_WORD_START;
  if (isDigit(here) !== isDigit(before)) return AT_HUMP;
  // Where folding has kept the length, the capitals of `DeepSeek` are known.
  const isHump =
    text.length === folded.length && /\p{Lu}/u.test(text.charAt(at)) && /\p{Ll}/u.test(text.charAt(at - 1));
  return isHump ? AT_HUMP : 0;
}

/** Halves of a surrogate pair count as letters: emoji and rare scripts have nothing to break them. */
function isWordUnit(unit: string): boolean {
  if (unit >= 'a' && unit <= 'z') return true;
  return LETTER_OR_DIGIT.test(unit) || (unit >= '\ud800' && unit <= '\udfff');
}

/**
 * Finds every word in the text, in any order; the letters of each in theirs, not necessarily side by side: `ctf`
 * finds "Compare this with…". Null: not all of them are there. The work grows with the length of the text times
 * that of the query, which are both bounded.
 */
export function matchWords(words: readonly string[], searched: SearchedText): WordMatch | null {
  let score = 0;
  const found = new Set<number>();
  for (const word of words) {
    if (!isSubsequence(word, searched.folded)) return null;
    const match = beginningMatch(word, searched) ?? bestMatch(word, searched);
    score += match.score;
    for (const at of match.at) found.add(at);
  }
  return {
    score,
    ranges: rangesOf(
      searched.text,
      [...found].sort((a, b) => a - b),
    ),
  };
}

function isSubsequence(word: string, text: string): boolean {
  let from = 0;
  for (let at = 0; at < word.length; at += 1) {
    from = text.indexOf(word.charAt(at), from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** The best place where a word begins with the typed one; null: none does. */
function beginningMatch(
  word: string,
  { folded, bonus }: SearchedText,
): { score: number; at: number[] } | null {
  let best: { score: number; at: number[] } | null = null;
  for (let start = folded.indexOf(word); start >= 0; start = folded.indexOf(word, start + 1)) {
    if ((bonus[start] ?? 0) < AT_WORD_START) continue;
    const at = Array.from({ length: word.length }, (_, index) => start + index);
    const letters = at.reduce((sum, here) => sum + LETTER + (bonus[here] ?? 0), 0);
    const whole = isWholeWord(at, folded) ? WHOLE_WORD : 0;
    const score = WORD_BEGINNING + letters + CONSECUTIVE * (at.length - 1) + whole;
    if (best === null || score > best.score) best = { score, at };
  }
  return best;
}

/**
 * The best of all ways to find the letters in order, letter by letter: `ends[at]` is the best score of what has
 * been read of the word when its last letter stands at `at`.
 */
function bestMatch(word: string, { folded, bonus }: SearchedText): { score: number; at: number[] } {
  const length = folded.length;
  const from: Int16Array[] = [];
  let ends = new Float64Array(length).fill(NONE);
  for (let letter = 0; letter < word.length; letter += 1) {
    const unit = word.charAt(letter);
    const next = new Float64Array(length).fill(NONE);
    const came = new Int16Array(length).fill(-1);
    // The best end before `at - 1`, less what has been skipped since.
    let best = NONE;
    let bestAt = -1;
    let bestFull = NONE;
    let bestFullAt = -1;
    for (let at = 0; at < length; at += 1) {
      if (at >= 2) {
        const end = ends[at - 2] ?? NONE;
        best -= SKIPPED;
        if (end - SKIPPED > best) {
          best = end - SKIPPED;
          bestAt = at - 2;
        }
        if (end - MAX_SKIPPED > bestFull) {
          bestFull = end - MAX_SKIPPED;
          bestFullAt = at - 2;
        }
      }
      if (folded.charAt(at) !== unit) continue;
      const own = LETTER + (bonus[at] ?? 0);
      if (letter === 0) {
        next[at] = own;
        continue;
      }
      const beside = at === 0 ? NONE : (ends[at - 1] ?? NONE) + CONSECUTIVE;
      const [apart, apartAt] = best >= bestFull ? [best, bestAt] : [bestFull, bestFullAt];
      const before = Math.max(beside, apart);
      if (before === NONE) continue;
      next[at] = before + own;
      came[at] = beside >= apart ? at - 1 : apartAt;
    }
    ends = next;
    from.push(came);
  }
  let end = 0;
  for (let at = 1; at < length; at += 1) if ((ends[at] ?? NONE) > (ends[end] ?? NONE)) end = at;
  const at: number[] = [];
  let position = end;
  for (let letter = word.length - 1; letter >= 0; letter -= 1) {
    at.push(position);
    position = from[letter]?.[position] ?? -1;
  }
  at.reverse();
  const scattered = !folded.includes(word) && isScattered(at, bonus);
  const more = isWholeWord(at, folded) ? WHOLE_WORD : scattered ? -SCATTERED : 0;
  return { score: (ends[end] ?? 0) + more, at };
}

/** Whether it is in several pieces which are not all the starts of words, as they are in `cp` for "Compare presets". */
function isScattered(at: readonly number[], bonus: Float32Array): boolean {
  const pieces = at.filter((here, index) => index === 0 || at[index - 1] !== here - 1);
  return pieces.length > 1 && pieces.some((start) => bonus[start] === 0);
}

function isWholeWord(at: readonly number[], folded: string): boolean {
  const first = at[0] ?? 0;
  const last = at.at(-1) ?? 0;
  return (
    last - first === at.length - 1 &&
    !isWordUnit(folded.charAt(first - 1)) &&
    !isWordUnit(folded.charAt(last + 1))
  );
}

/** Folded offsets, in order, as ranges of the original text. */
function rangesOf(text: string, at: readonly number[]): (readonly [number, number])[] {
  const inText = offsetsInText(text);
  const ranges: [number, number][] = [];
  for (let first = 0; first < at.length; ) {
    let last = first;
    while (at[last + 1] === (at[last] ?? 0) + 1) last += 1;
    const start = inText(at[first] ?? 0, 'start');
    const end = inText((at[last] ?? 0) + 1, 'end');
    const before = ranges.at(-1);
    // Two parts of one letter that folds to several.
    if (before && before[1] >= start) before[1] = Math.max(before[1], end);
    else ranges.push([start, end]);
    first = last + 1;
  }
  return ranges;
}

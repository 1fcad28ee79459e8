import { foldLetter, foldLetters, isUnseen } from '@/lib/protocol/secrets/fold-letters';
import { escapeAt } from '@/lib/protocol/secrets/text-escapes';
import { createTextFinder, type FinderState, type Span, START } from '@/lib/protocol/secrets/text-finder';

/** The state of a reader of letters. */
export interface Spelling {
  readonly state: FinderState;
  /**
   * The letters that `state` has seen: where each begins, counted from the end of what was read (below 0).
   */
  readonly letters: readonly Letter[];
  /** They are a complete text, which has been found. */
  readonly isWhole: boolean;
  /** Units since the last letter. */
  readonly gap: number;
  readonly afterLetter: boolean;
}

interface Letter {
  readonly start: number;
  /** The first unit of a code point. */
  readonly isFirst: boolean;
  /** No letter precedes it directly. */
  readonly beginsWord: boolean;
}

export const NOTHING_READ: Spelling = {
  state: START,
  letters: [],
  isWhole: false,
  gap: 0,
  afterLetter: false,
};

export interface SpellingFinder {
  /** Finds names with their last word first. */
  readonly isTurned: boolean;
  /** @param across stops as soon as nothing read earlier matters any more */
  find(text: string, from: Spelling, across?: boolean): { readonly spans: Span[]; readonly end: Spelling };
}

/**
 * Texts with fewer letters are found only as whole words: every third word contains some three letters in a
 * row.
 */
const LONG = 6;
const SHORTEST = 2;
const MAX_NAMES = 4;
/**
 * Allowed between two letters: a line break and the indentation of the next line, but not a paragraph. A run
 * of spaces counts as one.
 */
const MAX_GAP = 40;
/** Scripts that put no space between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;

/**
 * Finds texts in any spelling: another case, composed or not, with or without accents, full-width, with other
 * white space, line breaks, punctuation or invisible characters between their letters, and as encoded in
 * addresses, HTML and JSON. One pass over the text, like `createTextFinder`.
 *
 * @param wholeWords texts that are found only as whole words, however long
 */
export function createSpellingFinders(
  texts: readonly string[],
  wholeWords: readonly string[] = [],
): SpellingFinder[] {
  const asWritten: Needles = { anywhere: [], words: [] };
  const turned: Needles = { anywhere: [], words: [] };
  const add = (text: string, isWord: boolean) => {
    const letters = foldLetters(text);
    if (letters.length < SHORTEST) return;
    const place = !isWord && (letters.length >= LONG || UNSPACED.test(text)) ? 'anywhere' : 'words';
    asWritten[place].push(letters);
    turned[place].push(...turnedForms(text));
  };
  for (const text of texts) add(text, false);
  for (const text of wholeWords) add(text, true);
  // Both with and without decoding: `C:\
  // ick` may contain the name, or a line break.
  return [false, true].flatMap((decodes) =>
    [asWritten, turned].flatMap((needles) =>
      (['anywhere', 'words'] as const)
        .filter((place) => needles[place].length > 0)
        .map((place) => ({
          isTurned: needles === turned,
          find: createFind(needles[place], place === 'words', decodes),
        })),
    ),
  );
}

interface Needles {
  readonly anywhere: string[];
  readonly words: string[];
}

/** For a name, the form with its last word first ("Johnson, Alice"). Sentences are not reordered. */
function turnedForms(text: string): string[] {
  const words = text.trim().split(/[\s,]+/);
  if (words.length < 2 || words.length > MAX_NAMES || words.some((word) => !/^\p{Lu}/u.test(word))) return [];
  return words
    .slice(1)
    .map((_, at) => foldLetters([...words.slice(at + 1), ...words.slice(0, at + 1)].join('')));
}

function createFind(
  needles: readonly string[],
  wholeWords: boolean,
  decodes: boolean,
): SpellingFinder['find'] {
  const finder = createTextFinder(needles);
  const firsts = new Set(needles.map((text) => text.charAt(0)));
  const max = needles.reduce((length, text) => Math.max(length, text.length), 0);

  return (text, from, across = false) => {
    const spans: Span[] = [];
    let { state, gap, afterLetter } = from;
    let letters: Letter[] = [...from.letters];
    /** A match that is a whole word if no letter follows. */
    let waiting: Span | null = null;

    for (let at = 0; at < text.length; ) {
      const escaped = decodes ? escapeAt(text, at) : null;
      const codePoint = escaped?.codePoint ?? (text.codePointAt(at) as number);
      const width = escaped?.width ?? (codePoint > 0xffff ? 2 : 1);
      const folded = foldLetter(codePoint);
      if (state === START && folded.length === 1 && !firsts.has(folded)) {
        // Nearly every letter of a text gets here: it begins nothing.
        waiting = null;
        gap = 0;
        afterLetter = true;
      } else if (folded === '') {
        if (!isUnseen(codePoint)) {
          if (waiting !== null) spans.push(waiting);
          waiting = null;
          afterLetter = false;
          if (gap === 0 || !isSpace(codePoint)) gap += 1;
          if (gap > MAX_GAP) {
            state = START;
            letters = [];
          }
        }
      } else {
        waiting = null;
        gap = 0;
        for (let unit = 0; unit < folded.length; unit += 1) {
          const isFirst = unit === 0;
          letters.push({ start: at, isFirst, beginsWord: isFirst && !afterLetter });
          state = finder.step(state, folded.charCodeAt(unit));
        }
        afterLetter = true;
        const first = letters[letters.length - finder.matched(state)];
        if (finder.matched(state) > 0 && first?.isFirst) {
          const span: Span = [first.start, at + width];
          if (!wholeWords) spans.push(span);
          else if (first.beginsWord) waiting = span;
        }
        if (letters.length > 2 * max + 1024) letters = letters.slice(-max);
      }
      at += width;
      const seen = finder.depth(state);
      if (across && (seen === 0 || (letters[letters.length - seen]?.start ?? 0) >= 0)) break;
    }
    if (waiting !== null) spans.push(waiting);
    const seen = finder.depth(state);
    const end: Spelling = {
      state,
      letters:
        seen === 0
          ? []
          : letters.slice(-seen).map((letter) => ({ ...letter, start: letter.start - text.length })),
      isWhole: seen > 0 && finder.matched(state) === seen,
      gap,
      afterLetter,
    };
    return { spans, end };
  };
}

function isSpace(codePoint: number): boolean {
  return codePoint === 0x20 || codePoint === 0x09 || codePoint === 0xa0;
}

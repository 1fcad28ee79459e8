import { foldLetter, ZERO_WIDTH_SPACE } from './fold-letter';
import { UNSPACED } from './split-words';

/**
 * The one folding of what is searched and of what is asked, on both databases and on the page: small letters without the
 * marks that are often left out, in one form of Unicode. Hangul comes out as its letters (jamo), so that a syllable that
 * is still being typed is a beginning. What is shown is always the text as it was written.
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase().replaceAll('\0', ' ');
  let folded = '';
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    folded += foldLetter(code);
    at += code > 0xffff ? 2 : 1;
  }
  return inOneForm(withoutZeroWidth(folded));
}

function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}

/** Voiced kana are put together, marks are put in order; then Hangul is taken apart. */
function inOneForm(folded: string): string {
  return folded.normalize('NFC').replace(/[\uac00-\ud7a3]+/g, (syllables) => syllables.normalize('NFD'));
}

const AFTER_UNSPACED = new RegExp(`(?<=${UNSPACED})${ZERO_WIDTH_SPACE}+`, 'gu');

/** Where words are written without spaces it is only a place to break a line; elsewhere it is a gap. */
function withoutZeroWidth(folded: string): string {
  if (!folded.includes(ZERO_WIDTH_SPACE)) return folded;
  return folded.replace(AFTER_UNSPACED, '').replaceAll(ZERO_WIDTH_SPACE, ' ');
}

/** What must be folded together: a letter with its marks, letters of Hangul, kana of half width with their voicing. */
const CLUSTER = /[\u1100-\u11ff]+|[\s\S][\p{M}\u200b-\u200d\uff9e\uff9f]*/gu;

/** Finds the places of a folded text in the text that was folded. Ask for rising places. */
export function placesInText(text: string): (foldedPlace: number, side: 'start' | 'end') => number {
  if (isAscii(text)) return (place) => place;
  const clusters = text.matchAll(CLUSTER);
  let [start, end, foldedEnd] = [0, 0, 0];
  return (place, side) => {
    while (side === 'start' ? foldedEnd <= place : foldedEnd < place) {
      const { value, done } = clusters.next();
      if (done) return text.length;
      start = value.index;
      end = start + value[0].length;
      foldedEnd += foldText(value[0]).length;
    }
    return side === 'start' ? start : end;
  };
}

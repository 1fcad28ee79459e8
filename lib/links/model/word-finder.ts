import { foldLetter, isUnseen } from '@/lib/protocol/secrets/fold-letters';
import { createTextFinder, type Span, START } from '@/lib/protocol/secrets/text-finder';

/** Between a letter and what is none; no character has this code. */
const EDGE = 0xffff;

/** Whether a text can be found as a whole word or words: it begins and ends with a letter or digit. */
export function isWords(text: string): boolean {
  const marked = Array.from(withEdges(text), ({ unit }) => unit);
  return marked[0] === EDGE && marked.length > 1 && marked.at(-1) === EDGE;
}

/**
 * Finds texts exactly as given, but only as whole words. One pass however many there are: an edge of a word is
 * read like a character. A text's own beginning and end are edges, so a word that continues in what follows is
 * found, too: more is hidden, never less.
 */
export function createWordFinder(words: readonly string[]): (text: string) => Span[] {
  const needles = words.map((word) =>
    String.fromCharCode(...Array.from(withEdges(word), ({ unit }) => unit)),
  );
  const finder = createTextFinder(needles);
  const max = needles.reduce((length, needle) => Math.max(length, needle.length), 1);
  return (text) => {
    const spans: Span[] = [];
    /** Where each of the last units is in the text. */
    const offsets = new Int32Array(max);
    let state = START;
    let count = 0;
    for (const { unit, at } of withEdges(text)) {
      offsets[count % max] = at;
      count += 1;
      state = finder.step(state, unit);
      const length = finder.matched(state);
      if (length > 0) spans.push([offsets[(count - length) % max] as number, at]);
    }
    return spans;
  };
}

/** The units of a text with the edges of its words, and where each is in the text. */
function* withEdges(text: string): Generator<{ unit: number; at: number }> {
  let inWord = false;
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at) as number;
    const isLetter: boolean = foldLetter(codePoint) !== '' || (inWord && isUnseen(codePoint));
    if (isLetter !== inWord) yield { unit: EDGE, at };
    inWord = isLetter;
    const width = codePoint > 0xffff ? 2 : 1;
    for (let unit = 0; unit < width; unit += 1) yield { unit: text.charCodeAt(at + unit), at: at + unit };
    at += width;
  }
  if (inWord) yield { unit: EDGE, at: text.length };
}

import { foldText } from './fold-text';
import { patternOf, type SearchPattern, type TextRange, termSource, textSource } from './search-pattern';
import { splitWords } from './split-words';

/**
 * How a search is parsed, in one place for both databases and for the highlights on the page. Words are
 * folded (see ./search/fold-text.ts) and each matches as a prefix; "in quotes" they match exactly, next to
 * each other. Words of scripts without spaces match anywhere in such a text.
 */
export interface SearchTerm {
  /** Folded words: one, or those of a phrase in quotes. */
  readonly words: readonly string[];
  /** Written in quotes: the last word is whole, not a beginning. */
  readonly exact: boolean;
}

const MAX_TERMS = 12;

/** Hebrew uses a quotation mark within abbreviations. */
const QUOTE_IN_WORD = /(?<=\p{Script=Hebrew})"(?=\p{Script=Hebrew})/gu;

export function searchTerms(query: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  const folded = foldText(query).replace(QUOTE_IN_WORD, ' ');
  for (const [, quoted, plain] of folded.matchAll(/"([^"]*)"?|([^"]+)/g)) {
    if (quoted !== undefined) {
      const words = wordsOf(quoted);
      if (words.length > 0) terms.push({ words, exact: true });
    } else {
      for (const word of wordsOf(plain ?? '')) terms.push({ words: [word], exact: false });
    }
  }
  return terms.slice(0, MAX_TERMS);
}

function wordsOf(folded: string): string[] {
  return splitWords(folded).map(({ text }) => text);
}

/**
 * The folded parts between spaces, to be found anywhere in a line. Punctuation counts here. Empty when the
 * search has quotes, which ask for whole words.
 */
export function searchSubstrings(query: string): string[] {
  const folded = foldText(query);
  if (folded.includes('"')) return [];
  return folded
    .split(/\s+/)
    .filter((substring) => substring !== '')
    .slice(0, MAX_TERMS);
}

/**
 * Where a text matches a search, in UTF-16 units of the original text; in order, without overlaps.
 * @param options `substrings`: also match within words, as for a line of the history
 */
export function findHits(text: string, query: string, options: { substrings?: boolean } = {}): TextRange[] {
  return searchPattern(query, options)?.all(text) ?? [];
}

/** A pattern for a search, for any number of texts; null for a search that nothing can match. */
export function searchPattern(query: string, { substrings = false } = {}): SearchPattern | null {
  const sources = searchTerms(query).map((term) => termSource(term, { within: substrings }));
  if (substrings) sources.push(...searchSubstrings(query).map(textSource));
  return sources.length === 0 ? null : patternOf(sources);
}

/** Characters before and after a hit that a snippet shows. */
const BEFORE = 40;
const AFTER = 120;

/** The words around the first hit of a pattern, white space collapsed; null without a hit. */
export function snippetAround(text: string, pattern: Pick<SearchPattern, 'exec'>): string | null {
  const hit = pattern.exec(text);
  if (!hit) return null;
  const start = wholeLetter(text, Math.max(0, hit.index - BEFORE));
  const end = wholeLetter(text, Math.min(text.length, hit.index + hit[0].length + AFTER));
  const words = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${words}${end < text.length ? '…' : ''}`;
}

/** Not in the middle of a surrogate pair. */
function wholeLetter(text: string, offset: number): number {
  return /[\udc00-\udfff]/.test(text[offset] ?? '') ? offset + 1 : offset;
}

/**
 * How a search is read, in one place for both databases and for the marks on the page: words without accents and
 * without regard to case; each is the beginning of a word, "in quotes" they stand as they are, next to each other.
 */
export interface SearchTerm {
  /** Folded words; one, or those of a phrase in quotes. */
  readonly words: readonly string[];
  /** Written in quotes: the last word is whole, not a beginning. */
  readonly exact: boolean;
}

/** More would be an essay, not a search. */
const MOST_TERMS = 12;

/** Small letters without accents, as both indexes keep them. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

export function searchTerms(query: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const [, quoted, plain] of query.matchAll(/"([^"]*)"?|([^"]+)/g)) {
    if (quoted !== undefined) {
      const words = wordsOf(quoted);
      if (words.length > 0) terms.push({ words, exact: true });
    } else {
      for (const word of wordsOf(plain ?? '')) terms.push({ words: [word], exact: false });
    }
  }
  return terms.slice(0, MOST_TERMS);
}

function wordsOf(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
}

/**
 * What was written between spaces, folded: pieces to be found anywhere in a line. Punctuation counts here. None where
 * quotes ask for whole words.
 */
export function searchPieces(query: string): string[] {
  if (query.includes('"')) return [];
  return foldText(query)
    .split(/\s+/)
    .filter((piece) => piece !== '')
    .slice(0, MOST_TERMS);
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a text holds what was searched for, in UTF-16 units of the text as it is; in order, without overlaps.
 * @param pieces also find it within words, as a line of the history is searched
 */
export function findHits(text: string, query: string, options: { pieces?: boolean } = {}): TextRange[] {
  const pattern = searchPattern(query, options);
  if (pattern === null) return [];
  const hits: TextRange[] = [];
  for (const match of text.matchAll(new RegExp(pattern, 'giu'))) {
    if (match[0] !== '') hits.push({ start: match.index, end: match.index + match[0].length });
  }
  return hits;
}

/** Finds the first hit of a search in any number of texts; null for a search that nothing can hit. */
export function searchPattern(query: string, { pieces = false } = {}): RegExp | null {
  const sources = searchTerms(query).map(({ words, exact }) => {
    const last = exact ? NOT_IN_WORD_AFTER : pieces ? '' : '[\\p{L}\\p{N}\\p{M}]*';
    return `${pieces ? '' : NOT_IN_WORD_BEFORE}${words.map(spelled).join('[^\\p{L}\\p{N}]+')}${last}`;
  });
  if (pieces) sources.push(...searchPieces(query).map(spelled));
  if (sources.length === 0) return null;
  // Longest first: of two beginnings of one word, the longer is marked.
  sources.sort((a, b) => b.length - a.length);
  return new RegExp(sources.join('|'), 'iu');
}

const NOT_IN_WORD_BEFORE = '(?<![\\p{L}\\p{N}])';
const NOT_IN_WORD_AFTER = '(?![\\p{L}\\p{N}])';

/** A pattern for a folded word that finds it with its accents, precomposed or not. */
function spelled(word: string): string {
  return [...word]
    .map((letter) => {
      const accented = ACCENTED.get(letter);
      const one = letter.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      return `${accented ? `[${letter}${accented}]` : one}[\\u0300-\\u036f]*`;
    })
    .join('');
}

/** Letters of the Latin blocks by the letter that is left when the accent is taken away. */
const ACCENTED = (() => {
  const found = new Map<string, string>();
  for (let code = 0xc0; code <= 0x24f; code += 1) {
    const letter = String.fromCharCode(code);
    const base = foldText(letter);
    if (base.length === 1 && base !== letter.toLowerCase()) found.set(base, (found.get(base) ?? '') + letter);
  }
  return found;
})();

/** Characters before and after a hit that a snippet shows. */
const BEFORE = 40;
const AFTER = 120;

/** The words around the first hit of a pattern, white space folded; null without a hit. */
export function snippetAround(text: string, pattern: RegExp): string | null {
  const hit = pattern.exec(text);
  if (!hit) return null;
  const start = Math.max(0, hit.index - BEFORE);
  const end = Math.min(text.length, hit.index + hit[0].length + AFTER);
  const words = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${words}${end < text.length ? '…' : ''}`;
}

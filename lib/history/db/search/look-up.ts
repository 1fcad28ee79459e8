import { patternOf, type SearchPattern, termSource } from '@/lib/history/model/search/search-pattern';
import type { SearchTerm } from '@/lib/history/model/search/search-terms';
import { lookUpWord, splitWords } from '@/lib/history/model/search/split-words';

/** A word to look up in an index. */
export interface IndexedWord {
  readonly text: string;
  readonly isBeginning: boolean;
}

/** The words to look up for a term: every run with the term has all of these. */
export function lookUp({ words, exact }: SearchTerm): IndexedWord[] {
  return words.flatMap(splitWords).flatMap((word) => {
    const { words: texts, isBeginning } = lookUpWord(word);
    // A prefix of two letters is worth completing; one letter begins half of all words.
    const isOpen = isBeginning && !exact && word.text.length >= 2;
    return texts.map((text) => ({ text, isBeginning: isOpen }));
  });
}

/**
 * A pattern for each term that the index words alone do not prove, to check the texts with. Null: they prove
 * all.
 */
export function uncertainPatterns(terms: readonly SearchTerm[]): SearchPattern[] | null {
  const uncertain = terms.filter((term) => {
    const words = term.words.flatMap(splitWords);
    return words.length > 1 || !words.every((word) => lookUpWord(word).isCertain);
  });
  return uncertain.length === 0 ? null : uncertain.map((term) => patternOf([termSource(term)]));
}

import { patternOf, type SearchPattern, termSource } from '@/lib/history/model/search/search-pattern';
import { lookUpWord, splitWords } from '@/lib/history/model/search/split-words';
import type { SearchTerm } from '@/lib/history/model/search-terms';

/** A word that an index is asked for. */
export interface IndexedWord {
  readonly text: string;
  readonly isBeginning: boolean;
}

/** What the indexes are asked for a term: runs that have it have all of these. */
export function lookUp({ words, exact }: SearchTerm): IndexedWord[] {
  return words.flatMap(splitWords).flatMap((word) => {
    const { words: texts, isBeginning } = lookUpWord(word);
    // A word of two letters is a beginning worth completing; one letter begins half of all words.
    const isOpen = isBeginning && !exact && word.text.length >= 2;
    return texts.map((text) => ({ text, isBeginning: isOpen }));
  });
}

/** Finds, in the texts of runs that have the words, the terms that these words do not make certain. Null: all are. */
export function uncertainPatterns(terms: readonly SearchTerm[]): SearchPattern[] | null {
  const uncertain = terms.filter((term) => {
    const words = term.words.flatMap(splitWords);
    return words.length > 1 || !words.every((word) => lookUpWord(word).isCertain);
  });
  return uncertain.length === 0 ? null : uncertain.map((term) => patternOf([termSource(term)]));
}

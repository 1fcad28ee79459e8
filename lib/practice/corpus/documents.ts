import { DIALOGUES } from './dialogues';
import { LETTERS } from './letters';
import { LISTS } from './lists';
import { POEMS } from './poems';
import { PRODUCTS } from './products';
import { PYTHON } from './python';
import { QUESTIONS } from './questions';
import { RECIPES } from './recipes';
import { SCIENCE } from './science';
import { STORIES } from './stories';
import { TYPESCRIPT } from './typescript';

/** A text with the number of its style: the model tells styles apart, so that code stays code. */
export interface CorpusDocument {
  readonly style: number;
  readonly text: string;
}

/** One style a row. All of it was written for this project. */
const STYLES: readonly (readonly string[])[] = [
  STORIES,
  PYTHON,
  TYPESCRIPT,
  PRODUCTS,
  QUESTIONS,
  LETTERS,
  RECIPES,
  SCIENCE,
  DIALOGUES,
  POEMS,
  LISTS,
];

export const STYLE_COUNT = STYLES.length;

export const CORPUS: readonly CorpusDocument[] = STYLES.flatMap((texts, style) =>
  texts.map((text) => ({ style, text: text.trim() })),
);

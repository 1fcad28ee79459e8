import { FABLES } from './fables';
import { PRODUCTS } from './products';
import { PYTHON } from './python';
import { QUESTIONS } from './questions';
import { RECIPES } from './recipes';
import { SCIENCE } from './science';
import { STORIES } from './stories';

/** A kind of text. The model keeps kinds apart, so that code stays code and a recipe a recipe. */
export interface CorpusStyle {
  /** All written for this project. */
  readonly texts: readonly string[];
  /** True when each paragraph has its own subject (a question and its answer), false when each text has. */
  readonly paragraphs: boolean;
  /** 0 … 1: how strongly a text keeps to the subject of its words. */
  readonly focus: number;
  /** How readily the model leaves a known passage for a different continuation. */
  readonly adventure: number;
}

export const STYLES: readonly CorpusStyle[] = [
  { texts: [...STORIES, ...FABLES], paragraphs: false, focus: 0.12, adventure: 2.4 },
  { texts: PYTHON, paragraphs: true, focus: 0.95, adventure: 0.6 },
  { texts: PRODUCTS, paragraphs: false, focus: 0.1, adventure: 2 },
  { texts: QUESTIONS, paragraphs: true, focus: 1, adventure: 0.6 },
  { texts: RECIPES, paragraphs: false, focus: 0.6, adventure: 1 },
  { texts: SCIENCE, paragraphs: false, focus: 0.5, adventure: 0.8 },
];

export interface CorpusDocument {
  /** Index into STYLES. */
  readonly style: number;
  readonly text: string;
}

export const CORPUS: readonly CorpusDocument[] = STYLES.flatMap(({ texts }, style) =>
  texts.map((text) => ({ style, text: text.trim() })),
);

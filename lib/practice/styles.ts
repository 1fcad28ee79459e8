import { STYLE_COUNT } from './corpus/documents';
import type { TrainingRow } from './ngram-index';

/** How much of what was known about the style is kept with each token: a memory of about forty tokens. */
const MEMORY = 0.975;
/** Prior observations that stop a rare word from deciding alone. */
const PRIOR = 60;
/** What an occurrence in a style that does not fit at all still counts. */
const LEAST_WEIGHT = 0.004;

/** Tells which style a text is in, token by token. */
export interface Styles {
  readonly count: number;
  /** Scores for a text of which nothing is known yet. */
  start(): Float64Array;
  /** Takes one more symbol into account, in place. */
  observe(scores: Float64Array, symbol: number): void;
  /** What an occurrence of each style counts for a text with these scores; the best fitting counts 1. */
  weights(scores: Float64Array, out: Float64Array): void;
}

/** A naive Bayes classifier over single symbols, which forgets slowly, so that a text may change its style. */
export function buildStyles({ symbols, styles }: TrainingRow, vocabularySize: number): Styles {
  const counts = new Float64Array(STYLE_COUNT * vocabularySize);
  const totals = new Float64Array(STYLE_COUNT);
  const overall = new Float64Array(vocabularySize).fill(0.01);
  symbols.forEach((symbol, place) => {
    const style = styles[place] ?? 0;
    counts[style * vocabularySize + symbol] = (counts[style * vocabularySize + symbol] ?? 0) + 1;
    totals[style] = (totals[style] ?? 0) + 1;
    overall[symbol] = (overall[symbol] ?? 0) + 1;
  });
  const evidence = new Float64Array(STYLE_COUNT * vocabularySize);
  for (let style = 0; style < STYLE_COUNT; style += 1) {
    for (let symbol = 0; symbol < vocabularySize; symbol += 1) {
      const share = (overall[symbol] ?? 0) / symbols.length;
      const inStyle =
        ((counts[style * vocabularySize + symbol] ?? 0) + PRIOR * share) / ((totals[style] ?? 0) + PRIOR);
      evidence[style * vocabularySize + symbol] = Math.log(inStyle / share);
    }
  }
  return {
    count: STYLE_COUNT,
    start: () => new Float64Array(STYLE_COUNT),
    observe: (scores, symbol) => {
      // Word classes and unknown symbols say nothing about style.
      if (symbol >= vocabularySize) return;
      for (let style = 0; style < scores.length; style += 1) {
        scores[style] = (scores[style] ?? 0) * MEMORY + (evidence[style * vocabularySize + symbol] ?? 0);
      }
    },
    weights: (scores, out) => {
      let best = Number.NEGATIVE_INFINITY;
      for (const score of scores) if (score > best) best = score;
      for (let style = 0; style < scores.length; style += 1) {
        out[style] = Math.max(LEAST_WEIGHT, Math.exp((scores[style] ?? 0) - best));
      }
    },
  };
}

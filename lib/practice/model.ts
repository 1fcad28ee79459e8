import { CORPUS, STYLE_COUNT } from './corpus/documents';
import {
  buildNgramIndex,
  CONTEXT_LENGTH,
  contextRanges,
  type NgramIndex,
  type TrainingRow,
} from './ngram-index';
import { buildSpelling, type Spelling } from './spelling';
import { buildStyles, type Styles } from './styles';
import { buildSymbols, encodeDocument, type Symbols } from './symbols';
import { END_OF_TEXT, vocabulary } from './tokenizer';

/**
 * The practice model: n-grams of orders 1 to 6, interpolated after Witten and Bell, over text written for it. Each
 * occurrence counts by how well its style fits the text so far, so that a recipe goes on as a recipe.
 */

/** How far each context length (1 … 5) trusts itself: higher values leave more to the shorter contexts. */
const LEAVE_TO_SHORTER = [0.01, 0.03, 0.15, 0.45, 0.9];
/** The same for contexts of other styles only, and for those found by word class. */
const CAUTION = [0.02, 0.05, 0.1, 0.1, 0.1];
const CLASS_CAUTION = 0.8;
/** Probability shared evenly by the whole vocabulary, so that nothing is impossible. */
const FLOOR = 1e-6;
/** Share that goes to finishing a word which the text broke off. */
const FINISH_WORD = 0.97;

/** Probability of a code point outside the vocabulary: it can be read and forced, and is never drawn by itself. */
export const CODE_POINT_PROBABILITY = 1e-12;

export interface PracticeModel {
  readonly vocabularySize: number;
  readonly symbols: Symbols;
  readonly styles: Styles;
  readonly spelling: Spelling;
  /** Corpus and version in one short hash; changes whenever the same seed may give another text. */
  readonly fingerprint: string;
  /**
   * Writes the probability of each vocabulary token into `out` (all of them positive, together 1).
   * @param context symbols so far, most recent last; only the last few count
   * @param weights what an occurrence counts, by style
   */
  predict(context: readonly number[], weights: Float64Array, out: Float64Array): void;
  /** The same from right to left: what stands before the context (nearest symbol last). */
  predictBackwards(context: readonly number[], weights: Float64Array, out: Float64Array): void;
}

interface Direction {
  readonly exact: NgramIndex;
  readonly classed: NgramIndex;
}

/** Changes with the algorithm, so that fingerprints tell versions apart. */
const ALGORITHM_VERSION = 1;

let built: PracticeModel | undefined;

/** The model, built on first use (well under 300 ms) and kept. */
export function practiceModel(): PracticeModel {
  built ??= buildModel();
  return built;
}

function buildModel(): PracticeModel {
  const words = vocabulary();
  const symbols = buildSymbols(words);
  const row = trainingRow(symbols);
  const forwards = buildDirection(row, symbols);
  let backwards: Direction | undefined;
  const unigram = Float64Array.from(words.counts, (count) => count + 0.01);
  const total = unigram.reduce((sum, count) => sum + count, 0);
  for (let id = 0; id < unigram.length; id += 1) unigram[id] = (unigram[id] ?? 0) / total;
  const seenIn = new Int32Array(words.size);
  let stamp = 0;

  const predict = (
    direction: Direction,
    context: readonly number[],
    weights: Float64Array,
    out: Float64Array,
  ) => {
    out.fill(0, 0, words.size);
    let left = 1;
    const exact = contextRanges(direction.exact, context);
    const alike = contextRanges(
      direction.classed,
      context.slice(-CONTEXT_LENGTH).map((symbol) => symbols.classed[symbol] ?? symbol),
    );
    for (let depth = Math.max(exact.length, alike.length) - 1; depth >= 0; depth -= 1) {
      const index = exact[depth] ? direction.exact : direction.classed;
      const range = exact[depth] ?? alike[depth];
      if (!range) continue;
      const { tokens, styles } = index.row;
      stamp += 1;
      let mass = 0;
      let kinds = 0;
      for (let at = range.from; at < range.to; at += 1) {
        const place = index.places[at] ?? 0;
        const token = tokens[place] ?? 0;
        const weight = weights[styles[place] ?? 0] ?? 0;
        mass += weight;
        if (seenIn[token] !== stamp) {
          seenIn[token] = stamp;
          kinds += weight;
        }
      }
      if (mass === 0) continue;
      const leave =
        (LEAVE_TO_SHORTER[depth] ?? 1) * kinds + (exact[depth] ? (CAUTION[depth] ?? 0) : CLASS_CAUTION);
      const share = left / (mass + leave);
      for (let at = range.from; at < range.to; at += 1) {
        const place = index.places[at] ?? 0;
        const token = tokens[place] ?? 0;
        out[token] = (out[token] ?? 0) + share * (weights[styles[place] ?? 0] ?? 0);
      }
      left *= leave / (mass + leave);
    }
    const even = FLOOR / words.size;
    for (let id = 0; id < words.size; id += 1) {
      out[id] = (1 - FLOOR) * ((out[id] ?? 0) + left * (unigram[id] ?? 0)) + even;
    }
  };

  return {
    vocabularySize: words.size,
    symbols,
    styles: buildStyles(row, words.size),
    spelling: buildSpelling(words),
    fingerprint: fingerprint(),
    predict: (context, weights, out) => predict(forwards, context, weights, out),
    predictBackwards: (context, weights, out) => {
      backwards ??= buildDirection(reversed(row), symbols);
      predict(backwards, context, weights, out);
    },
  };
}

/** Mixes in the letters that finish a broken-off word. */
export function finishWord(letters: ReadonlyMap<number, number>, out: Float64Array): void {
  for (let id = 0; id < out.length; id += 1) out[id] = (out[id] ?? 0) * (1 - FINISH_WORD);
  for (const [id, share] of letters) out[id] = (out[id] ?? 0) + FINISH_WORD * share;
}

function trainingRow(symbols: Symbols): TrainingRow {
  const tokens: number[] = [];
  const styles: number[] = [];
  for (const { style, text } of CORPUS) {
    for (const id of encodeDocument(text, END_OF_TEXT)) {
      tokens.push(id);
      styles.push(style);
    }
  }
  return {
    tokens: Int32Array.from(tokens),
    symbols: Int32Array.from(tokens, (id) => symbols.ofToken[id] ?? id),
    styles: Uint8Array.from(styles),
  };
}

function buildDirection(row: TrainingRow, symbols: Symbols): Direction {
  const classed = { ...row, symbols: row.symbols.map((symbol) => symbols.classed[symbol] ?? symbol) };
  return {
    exact: buildNgramIndex(row, symbols.count),
    classed: buildNgramIndex(classed, symbols.count),
  };
}

function reversed({ tokens, symbols, styles }: TrainingRow): TrainingRow {
  return {
    tokens: tokens.slice().reverse(),
    symbols: symbols.slice().reverse(),
    styles: styles.slice().reverse(),
  };
}

/** FNV-1a over the corpus, in two halves for 64 bits. */
function fingerprint(): string {
  let low = 0x811c9dc5 ^ ALGORITHM_VERSION;
  let high = 0x01000193 ^ STYLE_COUNT;
  for (const { text } of CORPUS) {
    for (let at = 0; at < text.length; at += 1) {
      low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
      high = Math.imul(high ^ low ^ at, 0x85ebca6b);
    }
  }
  const hex = (half: number) => (half >>> 0).toString(16).padStart(8, '0');
  return `fp_practice_${hex(high)}${hex(low)}`;
}

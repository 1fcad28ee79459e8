import { CORPUS, STYLES } from './corpus/documents';
import { buildNgramIndex, contextRanges, type NgramIndex, type TrainingRow } from './ngram-index';
import { buildSpelling, type Spelling } from './spelling';
import { buildSubjects, type Subjects } from './subject';
import { buildSymbols, type Symbols } from './symbols';
import { vocabulary } from './tokenizer';
import { buildTraining } from './training';

/**
 * The practice model: n-grams of orders 1 to 9, interpolated with Witten–Bell smoothing, over text written
 * for it. Each occurrence is weighted by how well its style and subject fit the text so far.
 */

/**
 * By context length: how much each distinct continuation leaves to shorter contexts. Long contexts leave
 * little.
 */
const LEAVE_TO_SHORTER = [0.005, 0.02, 0.1, 0.3, 0.6, 0.9, 1.2, 1.5];
/** The same, regardless of what was seen: matters when everything seen is in other styles. */
const CAUTION = 0.03;
/** The same for contexts that matched only by word class. */
const CLASS_CAUTION = 0.6;
/** The largest share for word classes when the exact words reach back to a content word. */
const CLASS_SHARE = 0.15;
/**
 * From this context length on (counted from 0), sentences with the same structure also contribute, with this
 * share of what is left.
 */
const BUILD_DEPTH = 3;
const BUILD_SHARE = 0.08;
/** Probability shared evenly by the whole vocabulary, so that nothing is impossible. */
const FLOOR = 1e-6;
/** Share for finishing a word that the text broke off. */
const FINISH_WORD = 0.97;
/** Raised with the algorithm, so that fingerprints distinguish versions. */
const ALGORITHM_VERSION = 2;

/**
 * Probability of a code point outside the vocabulary: it can be read and forced, but is never drawn on its
 * own.
 */
export const CODE_POINT_PROBABILITY = 1e-12;

export interface PracticeModel {
  readonly vocabularySize: number;
  readonly symbols: Symbols;
  readonly subjects: Subjects;
  readonly spelling: Spelling;
  /** Corpus and version in one short hash; changes whenever the same seed may give another text. */
  readonly fingerprint: string;
  /**
   * Writes the probability of each vocabulary token into `out` (all of them positive, together 1).
   * @param context symbols before the position, nearest first
   * @param weights weight of an occurrence, by unit of the corpus
   */
  predict(context: readonly number[], weights: Float64Array, out: Float64Array): void;
  /** The same from right to left; the context is what follows, nearest first. */
  predictBackwards(context: readonly number[], weights: Float64Array, out: Float64Array): void;
}

let built: PracticeModel | undefined;

/** The model, built on first use (well under 300 ms) and then cached. */
export function practiceModel(): PracticeModel {
  built ??= buildModel();
  return built;
}

function buildModel(): PracticeModel {
  const words = vocabulary();
  const symbols = buildSymbols(words);
  const training = buildTraining(symbols);
  const adventure = Float64Array.from(training.unitStyles, (style) => STYLES[style]?.adventure ?? 1);
  const unigram = unigramOf(words.counts);
  const direction = (row: TrainingRow) => createPredictor(row, symbols, adventure, unigram);
  const forwards = direction(training.forwards);
  let backwards: Predictor | undefined;
  return {
    vocabularySize: words.size,
    symbols,
    subjects: buildSubjects(training, symbols.count),
    spelling: buildSpelling(words),
    fingerprint: fingerprint(),
    predict: forwards,
    predictBackwards: (context, weights, out) => {
      backwards ??= direction(training.backwards());
      backwards(context, weights, out);
    },
  };
}

type Predictor = PracticeModel['predict'];

function createPredictor(
  row: TrainingRow,
  symbols: Symbols,
  adventure: Float64Array,
  unigram: Float64Array,
): Predictor {
  const classOf = (symbol: number) => symbols.classed[symbol] ?? symbol;
  const exactIndex = buildNgramIndex(row, symbols.count);
  const classedIndex = buildNgramIndex({ ...row, contexts: row.contexts.map(classOf) }, symbols.count);
  const seenIn = new Int32Array(unigram.length);
  let stamp = 0;

  /** Adds one context's occurrences; returns what is left for shorter ones. */
  const addContext = (
    index: NgramIndex,
    range: { from: number; to: number },
    leaveFactor: number,
    caution: number,
    left: number,
    weights: Float64Array,
    out: Float64Array,
  ): number => {
    const { tokens, units } = index.row;
    stamp += 1;
    let mass = 0;
    let kinds = 0;
    for (let at = range.from; at < range.to; at += 1) {
      const offset = index.offsets[at] ?? 0;
      const token = tokens[offset] ?? 0;
      const unit = units[offset] ?? 0;
      const weight = weights[unit] ?? 0;
      mass += weight;
      if (seenIn[token] !== stamp) {
        seenIn[token] = stamp;
        kinds += weight * (adventure[unit] ?? 1);
      }
    }
    if (mass === 0) return left;
    const leave = leaveFactor * kinds + caution;
    const share = left / (mass + leave);
    for (let at = range.from; at < range.to; at += 1) {
      const offset = index.offsets[at] ?? 0;
      const token = tokens[offset] ?? 0;
      out[token] = (out[token] ?? 0) + share * (weights[units[offset] ?? 0] ?? 0);
    }
    return share * leave;
  };

  return (context, weights, out) => {
    out.fill(0, 0, unigram.length);
    const exact = contextRanges(exactIndex, context);
    const alike = contextRanges(classedIndex, context.map(classOf));
    const substance = context.slice(0, exact.length).some((symbol) => classOf(symbol) !== symbol);
    let left = 1;
    for (let depth = Math.max(exact.length, alike.length) - 1; depth >= 0; depth -= 1) {
      const factor = LEAVE_TO_SHORTER[depth] ?? 1;
      const here = exact[depth];
      const similar = alike[depth];
      if (here) left = addContext(exactIndex, here, factor, CAUTION, left, weights, out);
      // Also beside the exact words: new sentences come from ones with the same structure.
      if (similar && (!here || depth >= BUILD_DEPTH)) {
        const stake = here ? left * BUILD_SHARE : substance ? left * CLASS_SHARE : left;
        left -= stake - addContext(classedIndex, similar, factor, CLASS_CAUTION, stake, weights, out);
      }
    }
    const even = FLOOR / unigram.length;
    for (let id = 0; id < unigram.length; id += 1) {
      out[id] = (1 - FLOOR) * ((out[id] ?? 0) + left * (unigram[id] ?? 0)) + even;
    }
  };
}

/** Mixes in the letters that finish a broken-off word. */
export function finishWord(letters: ReadonlyMap<number, number>, out: Float64Array): void {
  for (let id = 0; id < out.length; id += 1) out[id] = (out[id] ?? 0) * (1 - FINISH_WORD);
  for (const [id, share] of letters) out[id] = (out[id] ?? 0) + FINISH_WORD * share;
}

function unigramOf(counts: Float64Array): Float64Array {
  const smoothed = counts.map((count) => count + 0.01);
  const total = smoothed.reduce((sum, count) => sum + count, 0);
  return smoothed.map((count) => count / total);
}

/** FNV-1a over the corpus, in two halves for 64 bits. */
function fingerprint(): string {
  let low = 0x811c9dc5 ^ ALGORITHM_VERSION;
  let high = 0x01000193 ^ STYLES.length;
  for (const { text } of CORPUS) {
    for (let at = 0; at < text.length; at += 1) {
      low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
      high = Math.imul(high ^ low ^ at, 0x85ebca6b);
    }
  }
  const hex = (half: number) => (half >>> 0).toString(16).padStart(8, '0');
  return `fp_practice_${hex(high)}${hex(low)}`;
}

import { STYLES } from './corpus/documents';
import { NEWLINE } from './tokenizer';
import type { Training } from './training';

/** How much knowledge about the style is retained per token: a memory of about forty tokens. */
const STYLE_MEMORY = 0.975;
/** Prior observations that keep a rare word from deciding alone. */
const STYLE_PRIOR = 60;
/** Weight of an occurrence in a style that does not fit at all. */
const MIN_WEIGHT = 2e-4;

/** The same for the subject; a blank line clears most of it in styles where each paragraph has its own. */
const SUBJECT_MEMORY = 0.985;
const SUBJECT_AFTER_PARAGRAPH = 0.01;
/**
 * Words that say less than this (for example because half of a style's units contain them) indicate no
 * subject.
 */
const MIN_CLUE = 0.7;
/** Logarithm of the largest factor by which a subject raises a unit's occurrences. */
const MAX_SUBJECT = 6.5;

/** What is known about a text's style and subject. */
export interface SubjectMemory {
  readonly styles: Float64Array;
  readonly units: Float64Array;
  afterNewline: boolean;
}

/** Estimates style and subject of a text, token by token. */
export interface Subjects {
  readonly unitCount: number;
  start(): SubjectMemory;
  copy(memory: SubjectMemory): SubjectMemory;
  /** Takes one more symbol into account, in place. */
  observe(memory: SubjectMemory, symbol: number): void;
  /** Weight of an occurrence in each unit of the corpus for such a text; about 1 when the style fits. */
  weights(memory: SubjectMemory, out: Float64Array): void;
}

/**
 * Style: a naive Bayes classifier over single symbols. Subject: units that contain the uncommon words just
 * seen. Both are forgotten slowly, so that a text may change.
 */
export function buildSubjects(training: Training, symbolCount: number): Subjects {
  const evidence = styleEvidence(training, symbolCount);
  const clues = subjectClues(training);
  const { unitStyles } = training;
  const unitCount = unitStyles.length;
  return {
    unitCount,
    start: () => ({
      styles: new Float64Array(STYLES.length),
      units: new Float64Array(unitCount),
      afterNewline: false,
    }),
    copy: ({ styles, units, afterNewline }) => ({
      styles: styles.slice(),
      units: units.slice(),
      afterNewline,
    }),
    observe: (memory, symbol) => {
      const { styles, units } = memory;
      for (let style = 0; style < styles.length; style += 1) {
        styles[style] = (styles[style] ?? 0) * STYLE_MEMORY + (evidence[style * symbolCount + symbol] ?? 0);
      }
      const blankLine = symbol === NEWLINE && memory.afterNewline;
      memory.afterNewline = symbol === NEWLINE;
      for (let unit = 0; unit < units.length; unit += 1) {
        const ends = blankLine && STYLES[unitStyles[unit] ?? 0]?.paragraphs;
        units[unit] = (units[unit] ?? 0) * (ends ? SUBJECT_AFTER_PARAGRAPH : SUBJECT_MEMORY);
      }
      for (const { unit, clue } of clues.get(symbol) ?? []) units[unit] = (units[unit] ?? 0) + clue;
    },
    weights: ({ styles, units }, out) => {
      let best = Number.NEGATIVE_INFINITY;
      for (const score of styles) if (score > best) best = score;
      // Scores above the maximum are lowered together, so that the best unit stays ahead of the next best.
      const excess = new Float64Array(styles.length);
      for (let unit = 0; unit < unitCount; unit += 1) {
        const style = unitStyles[unit] ?? 0;
        excess[style] = Math.max(excess[style] ?? 0, (units[unit] ?? 0) - MAX_SUBJECT);
      }
      for (let unit = 0; unit < unitCount; unit += 1) {
        const style = unitStyles[unit] ?? 0;
        const fit = Math.max(MIN_WEIGHT, Math.exp((styles[style] ?? 0) - best));
        const subject = Math.max(0, (units[unit] ?? 0) - (excess[style] ?? 0)) * (STYLES[style]?.focus ?? 0);
        out[unit] = fit * Math.exp(subject);
      }
    },
  };
}

/** log P(symbol | style) / P(symbol), by style · symbolCount + symbol. Word classes say nothing about style. */
function styleEvidence({ symbols, units, unitStyles }: Training, symbolCount: number): Float64Array {
  const counts = new Float64Array(STYLES.length * symbolCount);
  const totals = new Float64Array(STYLES.length);
  const overall = new Float64Array(symbolCount);
  symbols.forEach((symbol, index) => {
    const style = unitStyles[units[index] ?? 0] ?? 0;
    counts[style * symbolCount + symbol] = (counts[style * symbolCount + symbol] ?? 0) + 1;
    totals[style] = (totals[style] ?? 0) + 1;
    overall[symbol] = (overall[symbol] ?? 0) + 1;
  });
  const evidence = new Float64Array(counts.length);
  for (let style = 0; style < STYLES.length; style += 1) {
    for (let symbol = 0; symbol < symbolCount; symbol += 1) {
      const share = (overall[symbol] ?? 0) / symbols.length;
      if (share === 0) continue;
      const at = style * symbolCount + symbol;
      const inStyle = ((counts[at] ?? 0) + STYLE_PRIOR * share) / ((totals[style] ?? 0) + STYLE_PRIOR);
      evidence[at] = Math.log(inStyle / share);
    }
  }
  return evidence;
}

/**
 * A unit that contains a symbol, and how much that says: the fewer units of its style contain it, the more.
 */
interface Clue {
  readonly unit: number;
  readonly clue: number;
}

function subjectClues({ symbols, units, unitStyles }: Training): Map<number, readonly Clue[]> {
  const unitsOfStyle = countBy(unitStyles);
  const holders = new Map<number, Set<number>>();
  symbols.forEach((symbol, index) => {
    const set = holders.get(symbol) ?? new Set();
    holders.set(symbol, set.add(units[index] ?? 0));
  });
  const clues = new Map<number, readonly Clue[]>();
  for (const [symbol, holding] of holders) {
    const ofStyle = countBy([...holding].map((unit) => unitStyles[unit] ?? 0));
    const distinctive = [...holding].flatMap((unit) => {
      const style = unitStyles[unit] ?? 0;
      const clue = Math.log((unitsOfStyle.get(style) ?? 1) / (ofStyle.get(style) ?? 1));
      return clue < MIN_CLUE ? [] : [{ unit, clue }];
    });
    clues.set(symbol, distinctive);
  }
  return clues;
}

function countBy(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

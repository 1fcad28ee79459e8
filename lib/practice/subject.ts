import { STYLES } from './corpus/documents';
import { NEWLINE } from './tokenizer';
import type { Training } from './training';

/** How much of what was known about the style is kept with each token: a memory of about forty tokens. */
const STYLE_MEMORY = 0.975;
/** Prior observations that stop a rare word from deciding alone. */
const STYLE_PRIOR = 60;
/** What an occurrence in a style that does not fit at all still counts. */
const LEAST_WEIGHT = 0.003;

/** The same for the subject; a blank line ends most of it where each paragraph has its own. */
const SUBJECT_MEMORY = 0.985;
const SUBJECT_AFTER_PARAGRAPH = 0.1;
/** Words in more units than this name no subject. */
const WIDESPREAD = 12;
/** Highest logarithm of what a subject multiplies a unit's occurrences by. */
const MOST_SUBJECT = 5;

/** What is known about a text's style and subject. */
export interface SubjectMemory {
  readonly styles: Float64Array;
  readonly units: Float64Array;
  afterNewline: boolean;
}

/** Tells which style and which subject a text has, token by token. */
export interface Subjects {
  readonly unitCount: number;
  start(): SubjectMemory;
  copy(memory: SubjectMemory): SubjectMemory;
  /** Takes one more symbol into account, in place. */
  observe(memory: SubjectMemory, symbol: number): void;
  /** What an occurrence in each unit of the corpus counts for such a text; about 1 where the style fits. */
  weights(memory: SubjectMemory, out: Float64Array): void;
}

/**
 * Style: a naive Bayes classifier over single symbols. Subject: units that hold the uncommon words just seen. Both
 * forget slowly, so that a text may change.
 */
export function buildSubjects(training: Training, symbolCount: number): Subjects {
  const evidence = styleEvidence(training, symbolCount);
  const holders = unitsBySymbol(training);
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
      const holding = holders.get(symbol);
      if (holding) {
        const clue = Math.log(unitCount / holding.length);
        for (const unit of holding) units[unit] = (units[unit] ?? 0) + clue;
      }
    },
    weights: ({ styles, units }, out) => {
      let best = Number.NEGATIVE_INFINITY;
      for (const score of styles) if (score > best) best = score;
      for (let unit = 0; unit < unitCount; unit += 1) {
        const style = unitStyles[unit] ?? 0;
        const fit = Math.max(LEAST_WEIGHT, Math.exp((styles[style] ?? 0) - best));
        const subject = Math.min(MOST_SUBJECT, units[unit] ?? 0) * (STYLES[style]?.focus ?? 0);
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
  symbols.forEach((symbol, place) => {
    const style = unitStyles[units[place] ?? 0] ?? 0;
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

function unitsBySymbol({ symbols, units }: Training): Map<number, readonly number[]> {
  const sets = new Map<number, Set<number>>();
  symbols.forEach((symbol, place) => {
    const set = sets.get(symbol) ?? new Set();
    sets.set(symbol, set.add(units[place] ?? 0));
  });
  const holders = new Map<number, readonly number[]>();
  for (const [symbol, set] of sets) if (set.size <= WIDESPREAD) holders.set(symbol, [...set]);
  return holders;
}

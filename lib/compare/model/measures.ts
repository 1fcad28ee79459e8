import { formatAmount, formatMoney } from '@/lib/protocol/run/money';
import { withMinus } from '@/lib/protocol/text/minus';
import { formatMs, formatRate } from '@/lib/runs/model/run-figures';
import { type Check, checkDescription, checkLabel, passesAll, rateLabel, type Verdict } from './checks';
import { type MeasuredOutput, sampledMeanLogprob } from './measured-output';
import { spread } from './spread';
import { textMeasures } from './text-measures';

type CheckMeasure = `check:${string}`;
/** A row of `MEASURES`, or one of the comparison's checks. */
export type MeasureName = keyof typeof MEASURES | CheckMeasure;

export interface MeasureSpec {
  /** Sentence case. */
  readonly label: string;
  /** What it is, in a plain sentence. */
  readonly description: string;
  /** What it is counted in, for the title of an axis; empty for a bare number. */
  readonly unit: string;
  /**
   * Which values are better. Absent where that means nothing: a text that ends sooner, repeats a name or is
   * likely to its model is not a better one.
   */
  readonly best?: 'higher' | 'lower';
  /** A bar starts at the lowest value (a log-probability), and not at 0 (a length). */
  readonly isFromLowest?: boolean;
  /** @param currency of an amount of money; without it, the bare number */
  readonly format: (value: number, currency?: string | null) => string;
  /** With more digits, for values that are close together; by rising precision. */
  readonly finer?: readonly ((value: number) => string)[];
  /** Each output passes (1) or fails (0), and the mean of several is the share that passes. */
  readonly isVerdict?: boolean;
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
/** Only all and nothing are shown as 100 % and 0 %; values near them are not rounded to them. */
const share = (value: number) => {
  if (value <= 0 || value >= 1) return value >= 1 ? '100%' : '0%';
  return `${Math.min(99.9, Math.max(0.1, value * 100)).toFixed(1)}%`;
};
const figures = (value: number, decimals = 2) =>
  withMinus(
    value.toLocaleString('en', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      // What rounds to zero has no sign.
      signDisplay: 'negative',
    }),
  );
/** The perplexity of an improbable text has many digits. */
const perplexityFigures = (value: number, decimals = 2) =>
  value < 1000 ? figures(value, decimals) : value < 1e9 ? whole(value) : value.toExponential(2);
const FINER = [3, 4];

/** In the order of a table. The finish reason is not a number and is a field of `OutputMeasures`. */
export const MEASURES = {
  passed: {
    label: 'Passed checks',
    description: 'Outputs that pass every check. Left out: runs without a complete output.',
    unit: '%',
    best: 'higher',
    format: share,
    isVerdict: true,
  },
  firstTokenMs: {
    label: 'First token',
    description: 'From the start of the run to its first text, measured by the playground.',
    unit: 'ms',
    best: 'lower',
    format: formatMs,
  },
  durationMs: {
    label: 'Duration',
    description: 'From the start of the run to its end.',
    unit: 'ms',
    format: formatMs,
  },
  tokensPerSecond: {
    label: 'Tokens per second',
    description:
      'Tokens after the first, divided by the time after the first. Counts all choices of the run.',
    unit: 'tokens/s',
    best: 'higher',
    format: formatRate,
  },
  tokens: {
    label: 'Tokens',
    description: 'Completion tokens as counted by the server, or an estimate.',
    unit: 'tokens',
    format: whole,
  },
  cachedTokens: {
    label: 'Cached input tokens',
    description: "Prompt tokens read from the server's cache. Counts all prompts of the run.",
    unit: 'tokens',
    format: whole,
  },
  serverTokensPerSecond: {
    label: 'Tokens per second (server)',
    description: 'Measured by the server, excluding the network.',
    unit: 'tokens/s',
    best: 'higher',
    format: formatRate,
  },
  cost: {
    label: 'Cost',
    description: 'Cost of the whole run, at the price when it ran. Counts all choices.',
    unit: '',
    format: (amount: number, currency: string | null = null) =>
      currency === null ? formatAmount(amount) : formatMoney({ amount, currency }),
  },
  words: {
    label: 'Words',
    description: 'Words in the completion.',
    unit: 'words',
    format: whole,
  },
  characters: {
    label: 'Characters',
    description: 'Characters in the completion, including whitespace.',
    unit: 'characters',
    format: whole,
  },
  meanLogprob: {
    label: 'Mean log probability',
    description:
      'Average log probability of the tokens (natural log). Closer to 0 = more expected by the model. Tokens without one are left out.',
    unit: '',
    isFromLowest: true,
    format: (value: number) => figures(value),
    finer: FINER.map((decimals) => (value: number) => figures(value, decimals)),
  },
  perplexity: {
    label: 'Perplexity',
    description:
      'e to the power of the negative mean log probability: roughly how many tokens the model was choosing between. Lower = more expected.',
    unit: '',
    format: (value: number) => perplexityFigures(value),
    finer: FINER.map((decimals) => (value: number) => perplexityFigures(value, decimals)),
  },
  distinctWords: {
    label: 'Distinct words',
    description: 'Different words divided by all words. Falls as the text gets longer.',
    unit: '%',
    format: share,
  },
  distinctPairs: {
    label: 'Distinct word pairs',
    description: 'Different pairs of neighboring words divided by all pairs.',
    unit: '%',
    format: share,
  },
  repetition: {
    label: 'Repetition',
    description: 'Share of four-word sequences that appeared earlier in the same text.',
    unit: '%',
    format: share,
  },
  similarity: {
    label: 'Similarity to the reference',
    description: 'How many words and word pairs it shares with the reference. 100% means identical.',
    unit: '%',
    format: share,
  },
} as const satisfies Record<string, MeasureSpec>;

const STATIC_NAMES = Object.keys(MEASURES) as (keyof typeof MEASURES)[];

/** All measures of a comparison: first its checks, if there are any. */
export function measureNames(checks: readonly Check[]): readonly MeasureName[] {
  if (checks.length === 0) return STATIC_NAMES.filter((name) => name !== 'passed');
  return [...verdictNames(checks), ...STATIC_NAMES.filter((name) => name !== 'passed')];
}

/** The measures that are verdicts. */
export function verdictNames(checks: readonly Check[]): readonly MeasureName[] {
  return checks.length === 0 ? [] : ['passed', ...checks.map(checkMeasure)];
}

export function checkMeasure({ id }: Check): CheckMeasure {
  return `check:${id}`;
}

function isCheckMeasure(name: MeasureName): name is CheckMeasure {
  return name.startsWith('check:');
}

/** Those of a run as a whole: all of its choices have the same. */
export const RUN_MEASURES: ReadonlySet<MeasureName> = new Set([
  'firstTokenMs',
  'durationMs',
  'tokensPerSecond',
  'cachedTokens',
  'serverTokensPerSecond',
  'cost',
]);

/** @param checks those of the comparison */
export function measureSpec(name: MeasureName, checks: readonly Check[]): MeasureSpec {
  if (!isCheckMeasure(name)) return MEASURES[name];
  const check = checks.find((one) => checkMeasure(one) === name);
  if (check === undefined) return { ...MEASURES.passed, label: 'Removed check', description: '' };
  return { ...MEASURES.passed, label: checkLabel(check), description: checkDescription(check) };
}

/**
 * The most telling figures in one line: `40 tokens · 53.2/s · first after 180 ms`.
 *
 * @param isReference the output is what the others are compared with
 */
export function measuresLine(measures: OutputMeasures, isReference = false): string {
  const { values, isEstimated } = measures;
  const { tokens, tokensPerSecond, firstTokenMs, durationMs, similarity, cost, passed } = values;
  // A server may count the token that only ends a text.
  const isSilent = values.characters === 0;
  const count = tokens === null ? null : `${isEstimated ? 'about ' : ''}${MEASURES.tokens.format(tokens)}`;
  return [
    isSilent ? 'no text' : count !== null && `${count} ${tokens === 1 ? 'token' : 'tokens'}`,
    tokensPerSecond !== null &&
      !isSilent &&
      tokens !== 0 &&
      `${MEASURES.tokensPerSecond.format(tokensPerSecond)}/s`,
    firstTokenMs !== null
      ? `first after ${MEASURES.firstTokenMs.format(firstTokenMs)}`
      : durationMs !== null && MEASURES.durationMs.format(durationMs),
    cost !== null && measureText('cost', cost, measures),
    similarity !== null && !isReference && `${MEASURES.similarity.format(similarity)} similar`,
    passed !== null && `checks: ${measureText('passed', passed, measures)}`,
  ]
    .filter((part) => part !== false)
    .join(' · ');
}

export interface OutputMeasures {
  /** Null: unknown, or nothing to measure. */
  readonly values: Readonly<
    Record<keyof typeof MEASURES, number | null> & Partial<Record<CheckMeasure, number | null>>
  >;
  /** For each verdict, how many outputs have one. Absent: there are no checks. */
  readonly judged?: Readonly<Partial<Record<MeasureName, number>>>;
  readonly finishReason: string | null;
  /** Tokens were not counted by the server: show "about". */
  readonly isEstimated: boolean;
  /** Only the beginning of the text was available: words and ratios cover only that. */
  readonly ofBeginning: boolean;
  /** Of `cost`; null without one. */
  readonly currency: string | null;
  readonly isCostEstimated: boolean;
}

/** A value as it is shown in a table: `about 40`, `$0.0012`. */
export function measureText(name: MeasureName, value: number, measures: OutputMeasures): string {
  const isEstimated =
    (name === 'tokens' && measures.isEstimated) || (name === 'cost' && measures.isCostEstimated);
  if (name === 'passed' || isCheckMeasure(name)) return rateLabel(value, measures.judged?.[name] ?? 1);
  const text = MEASURES[name].format(value, measures.currency);
  return isEstimated ? `about ${text}` : text;
}

/** @param similarTo from `similarityTo(reference)`; null without a reference */
export function measureOutput(
  output: MeasuredOutput,
  similarTo: ((text: string) => number) | null = null,
): OutputMeasures {
  const { characters, words, distinctWords, distinctPairs, repetition } = textMeasures(output.text);
  const ofBeginning = (output.length ?? 0) > output.text.length;
  const meanLogprob = output.tokens ? sampledMeanLogprob(output.tokens) : (output.meanLogprob ?? null);
  return {
    values: {
      passed: null,
      firstTokenMs: output.firstTokenMs,
      durationMs: output.durationMs,
      tokensPerSecond: output.tokensPerSecond,
      tokens: output.tokenCount,
      cachedTokens: output.cachedTokens,
      serverTokensPerSecond: output.serverTokensPerSecond,
      cost: output.cost?.amount ?? null,
      words,
      characters: ofBeginning ? (output.length ?? characters) : characters,
      meanLogprob,
      perplexity: meanLogprob === null ? null : Math.exp(-meanLogprob),
      distinctWords,
      distinctPairs,
      repetition,
      similarity: similarTo === null || ofBeginning ? null : similarTo(output.text),
    },
    finishReason: output.finishReason,
    isEstimated: output.isEstimated,
    ofBeginning,
    currency: output.cost?.currency ?? null,
    isCostEstimated: output.cost?.isEstimated ?? false,
  };
}

/**
 * The measures with what the checks say: about one output, or for the share of several (all choices of a run).
 *
 * @param outputs of each output, the verdict of each check; empty: the run has no verdicts
 */
export function withVerdicts(
  measures: OutputMeasures,
  checks: readonly Check[],
  outputs: readonly (readonly Verdict[])[],
): OutputMeasures {
  if (checks.length === 0) return measures;
  const rates = new Map<MeasureName, readonly (boolean | null | undefined)[]>([
    ['passed', outputs.map(passesAll)],
    ...checks.map(
      (check, at) => [checkMeasure(check), outputs.map((verdicts) => verdicts[at]?.pass)] as const,
    ),
  ]);
  const values: Partial<Record<MeasureName, number | null>> = {};
  const judged: Partial<Record<MeasureName, number>> = {};
  for (const [name, passes] of rates) {
    const rate = spread(passes.map((pass) => (pass == null ? null : Number(pass))));
    values[name] = rate?.mean ?? null;
    judged[name] = rate?.n ?? 0;
  }
  return { ...measures, values: { ...measures.values, ...values }, judged };
}

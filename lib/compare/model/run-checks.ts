import { jsonExcess, WIRE_JSON_BOUNDS } from '@/lib/protocol/response/json-meter';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { characterStart, countCharacters } from '@/lib/texts/model/split-text';
import { type Check, quoted, type TextCheck, type Verdict } from './checks';
import type { ComparisonPlan } from './plan';
import { expectedOfCell } from './plan-cells';
import type { Pattern } from './safe-pattern';

/** What a check reads of an output; a `MeasuredOutput` fits. */
export interface CheckedText {
  /** The completion without an echoed prompt. */
  readonly text: string;
  /** UTF-16 units of the whole text, when `text` was cut. */
  readonly length?: number;
  /** Null when unknown. */
  readonly tokenCount: number | null;
  readonly isEstimated: boolean;
}

/** A check that is ready to be applied. The same object for the same check, so that verdicts can be kept by it. */
export interface PreparedCheck {
  readonly check: Check;
  /** Why it applies to nothing: a pattern that cannot be read. */
  readonly fault: string | null;
  /** Steps that one UTF-16 unit of a text takes at most. */
  readonly size: number;
  readonly judge: (output: CheckedText) => Verdict;
}

const PASS: Verdict = { pass: true, why: null };
const CUT: Verdict = { pass: null, why: 'only the beginning of the text was available' };
const fail = (why: string): Verdict => ({ pass: false, why });
const verdict = (pass: boolean, why: string): Verdict => (pass ? PASS : fail(why));
const undecided = (why: string): Verdict => ({ pass: null, why });

const prepared = new WeakMap<Check, PreparedCheck>();
let compile: typeof import('./safe-pattern').compilePattern | null = null;

/**
 * The checks, ready to be applied; the engine for patterns is loaded when one needs it. Rejects when its code cannot be
 * fetched.
 */
export async function prepareChecks(checks: readonly Check[]): Promise<readonly PreparedCheck[]> {
  if (compile === null && checks.some(({ kind }) => kind === 'matches')) {
    compile = (await import('./safe-pattern')).compilePattern;
  }
  return checks.map((check) => {
    const known = prepared.get(check) ?? prepare(check);
    prepared.set(check, known);
    return known;
  });
}

function prepare(check: Check): PreparedCheck {
  const plain = { check, fault: null, size: 1 };
  if (check.kind === 'json') return { ...plain, judge: (output) => judgeJson(check.keys, output) };
  if (check.kind === 'length') return { ...plain, judge: (output) => judgeLength(check, output) };
  if (check.kind === 'equals_expected') return { ...plain, judge: () => NOTHING_EXPECTED };
  if (check.kind !== 'matches') return { ...plain, judge: (output) => judgeText(check, output) };
  const pattern: Pattern = compile?.(check.value, check.matchCase) ?? { ok: false, message: 'Not loaded.' };
  if (!pattern.ok) {
    return { ...plain, fault: pattern.message, judge: () => undecided('invalid pattern') };
  }
  return {
    ...plain,
    size: pattern.size,
    judge: (output) => {
      // The end of what is there may match where the whole text does not.
      if (isCut(output)) return CUT;
      const found = pattern.test(output.text.normalize('NFC'));
      return found === null ? undecided('the text is too long for this pattern') : verdict(found, 'no match');
    },
  };
}

const NOTHING_EXPECTED = undecided('no expected value in this row');

const expecting = new WeakMap<PreparedCheck, Map<string, PreparedCheck>>();

/** The checks as they apply to a cell, which may expect a text. The same objects for the same text. */
export function checksOfCell(
  checks: readonly PreparedCheck[],
  plan: ComparisonPlan,
  cell: string,
): readonly PreparedCheck[] {
  const reads = checks.some(({ check }) => check.kind === 'equals_expected');
  return reads ? checksExpecting(checks, expectedOfCell(plan, cell)) : checks;
}

/** @param expected what the row of the output has in the column `expected`; empty or absent: nothing */
export function checksExpecting(
  checks: readonly PreparedCheck[],
  expected: string | undefined,
): readonly PreparedCheck[] {
  return checks.map((prepared) => {
    const { check } = prepared;
    if (check.kind !== 'equals_expected' || !expected?.trim()) return prepared;
    const known = expecting.get(prepared) ?? new Map<string, PreparedCheck>();
    expecting.set(prepared, known);
    const equals = { ...check, kind: 'equals', value: expected } as const;
    const found = known.get(expected) ?? {
      ...prepared,
      judge: (output: CheckedText) => judgeText(equals, output),
    };
    known.set(expected, found);
    return found;
  });
}

function isCut({ text, length = 0 }: CheckedText): boolean {
  return length > text.length;
}

let lastFolded = { text: '', folded: '' };

/** All checks of one output fold the same text. */
function foldedText(text: string): string {
  if (lastFolded.text !== text) lastFolded = { text, folded: folded(text) };
  return lastFolded.folded;
}

/** Lower and then upper case, since neither alone makes ß and SS, K and the Kelvin sign, or all sigmas equal. */
function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().toUpperCase();
}

/** The last character of a cut text may go on; a margin, since it may be long. */
const CUT_MARGIN = 200;

function judgeText(check: TextCheck, output: CheckedText): Verdict {
  const { kind, value, matchCase } = check;
  const cut = isCut(output);
  const sure = cut
    ? output.text.slice(0, characterStart(output.text, output.text.length - CUT_MARGIN))
    : output.text;
  const text = matchCase ? sure.normalize('NFC') : foldedText(sure);
  const sought = matchCase ? value.normalize('NFC') : folded(value);
  switch (kind) {
    case 'contains':
      return text.includes(sought) ? PASS : cut ? CUT : fail('not found');
    case 'not_contains':
      return text.includes(sought) ? fail('found') : cut ? CUT : PASS;
    case 'equals': {
      if (!cut) return verdict(text.trim() === sought.trim(), emptyOr(text, 'the text is different'));
      return sought.trim().startsWith(text.trim()) ? CUT : fail('the text is different');
    }
    case 'starts_with': {
      const begin = text.trimStart();
      const asked = sought.trimStart();
      if (cut && begin.length < asked.length)
        return asked.startsWith(begin) ? CUT : fail('starts with different text');
      return verdict(begin.startsWith(asked), emptyOr(text, 'starts with different text'));
    }
    default:
      if (cut) return CUT;
      return verdict(text.trimEnd().endsWith(sought.trimEnd()), emptyOr(text, 'ends with different text'));
  }
}

function emptyOr(text: string, why: string): string {
  return text === '' ? 'the text is empty' : why;
}

function judgeJson(keys: readonly string[], output: CheckedText): Verdict {
  if (isCut(output)) return CUT;
  if (output.text.trim() === '') return fail('the text is empty');
  if (jsonExcess(output.text, WIRE_JSON_BOUNDS) !== null) return undecided('the JSON is too large to check');
  const parsed = parsedJson(output.text);
  if (parsed === null) return fail('not valid JSON');
  if (keys.length === 0) return PASS;
  const { value } = parsed;
  if (!isRecord(value)) return fail('JSON, but not an object');
  const missing = keys.filter((key) => !Object.hasOwn(value, key));
  return verdict(missing.length === 0, `missing: ${missing.map(quoted).join(', ')}`);
}

/** By the standard: `NaN`, which some servers write, is no JSON. */
function parsedJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

function judgeLength({ unit, min, max }: Extract<Check, { kind: 'length' }>, output: CheckedText): Verdict {
  const { text, tokenCount, isEstimated } = output;
  if (unit === 'tokens') {
    // An estimate from the length of the text may be wrong by half.
    if (tokenCount === null || isEstimated) return undecided('the server returned no token count');
    return judgeCount(tokenCount, tokenCount, min, max, 'token');
  }
  const known = countCharacters(text);
  if (!isCut(output)) return judgeCount(known, known, min, max, 'character');
  // What is missing has at least no character of its own, and at most one a unit.
  return judgeCount(known, known + (output.length ?? 0) - text.length, min, max, 'character');
}

function judgeCount(
  atLeast: number,
  atMost: number,
  min: number | null,
  max: number | null,
  unit: string,
): Verdict {
  const figure = `${atLeast === atMost ? '' : 'at least '}${atLeast.toLocaleString('en')}`;
  const why = `it has ${figure} ${unit}${atLeast === 1 ? '' : 's'}`;
  if ((max !== null && atLeast > max) || (min !== null && atMost < min)) return fail(why);
  return (min === null || atLeast >= min) && (max === null || atMost <= max) ? PASS : CUT;
}

/** Every check on one output, in the checks' order. */
export function judge(checks: readonly PreparedCheck[], output: CheckedText): Verdict[] {
  return checks.map((check) => check.judge(output));
}

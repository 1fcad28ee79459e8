import { readNumber, withAsciiDigits } from '@/lib/platform/numbers/read-number';
import { parameterSpec } from '@/lib/protocol/request/parameters';
import { trimSigns } from '@/lib/protocol/text/trim-signs';
import { steppedValues } from './decimals';
import { MAX_VALUES, MIN_VALUES, type SweepParameter } from './plan';
import { valuesBetween } from './values-between';

type ReadNumbers =
  | { readonly ok: true; readonly values: readonly number[] }
  /** A sentence for the field. */
  | { readonly ok: false; readonly message: string };

/**
 * Numbers typed in a row: `0, 0.5, 1`; `0..2 step 0.5` (also `0 to 2 by 0.5`); `0-1/5`, five values from 0 to
 * 1; `0..3`, whole steps. Each in any common notation (lib/platform/numbers). A comma can separate values,
 * thousands or a fraction; it is accepted when only one of these is possible: `0,5; 1,5` are two numbers,
 * `1,000, 2,000` too, `0,1,2` are three.
 */
export function readAxisNumbers(parameter: SweepParameter, typed: string): ReadNumbers {
  const items = outerItems(typed);
  const values: number[] = [];
  for (const item of items) {
    const read = readItem(parameter, item, items.length === 1);
    if (!read.ok) return read;
    values.push(...read.values);
  }
  return { ok: true, values };
}

/** What `\s` matches, and the commas. */
const SPACES_AND_COMMAS =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff,،';

/**
 * Split at the clearest separators present: lines and semicolons, else commas followed by a space, else none.
 */
function outerItems(typed: string): string[] {
  const separator = /[;；؛\n]/.test(typed) ? /[;；؛\n]/ : /[,،、，](?=\s|$)|、/;
  return typed
    .split(separator)
    .map((item) => trimSigns(item, SPACES_AND_COMMAS))
    .filter((item) => item !== '');
}

/** A number or a range; or several of these, separated by commas without a space. */
function readItem(parameter: SweepParameter, item: string, isAlone: boolean): ReadNumbers {
  const asOne = readOne(parameter, item);
  const chunks = item.split(/[,،，]/).map((chunk) => chunk.trim());
  if (chunks.length === 1) return asOne;
  const asSeveral = readSeveral(parameter, chunks);
  // An axis needs more than one value: `0,1` are two.
  const oneIsEnough = !isAlone || (asOne.ok && asOne.values.length >= MIN_VALUES);
  if (asOne.ok && oneIsEnough && fits(parameter, asOne.values)) {
    if (!asSeveral.ok || !fits(parameter, asSeveral.values)) return asOne;
    return {
      ok: false,
      message: `“${item}” could mean ${asOne.values.join(', ')} or the values ${asSeveral.values.join(', ')}. Separate values with semicolons or spaces.`,
    };
  }
  return asSeveral.ok ? asSeveral : asOne;
}

function readSeveral(parameter: SweepParameter, chunks: readonly string[]): ReadNumbers {
  const values: number[] = [];
  for (const chunk of chunks) {
    // Nobody writes a value as 000: it is the end of a thousand.
    if (/^0\d/.test(withAsciiDigits(chunk)) || chunk === '')
      return { ok: false, message: `“${chunk}” isn't a value.` };
    const read = readOne(parameter, chunk);
    if (!read.ok) return read;
    values.push(...read.values);
  }
  return { ok: true, values };
}

const DIGITS = String.raw`\p{Nd}+(?:[.,'’_ \u00a0\u2009\u202f٬٫]\p{Nd}+)*`;
const NUMBER = String.raw`[-+−﹣－]?(?:${DIGITS}[.,]?|[.,٫]\p{Nd}+)(?:e[-+]?\p{Nd}+)?`;
const RANGE = new RegExp(
  String.raw`^(${NUMBER})\s*(?:\.{2,3}|…|to|[-–—])\s*(${NUMBER})(?:\s*(?:step|by|:)\s*(${NUMBER})|\s*/\s*(\p{Nd}+))?$`,
  'iu',
);

function readOne(parameter: SweepParameter, text: string): ReadNumbers {
  const rules = rulesOf(parameter);
  const single = readNumber(text, rules);
  if (single.kind === 'number') return { ok: true, values: [single.value] };
  const [, from, to, step, count] = RANGE.exec(text) ?? [];
  if (from === undefined || to === undefined) {
    const isNumberLike = single.kind === 'refused' && /can mean|whole|large/.test(single.message);
    return {
      ok: false,
      message: isNumberLike ? single.message : `“${text}” isn't a number or a range such as 0..1 step 0.25.`,
    };
  }
  const ends = { from, to, step: step ?? '1', count: count ?? '1' };
  const numbers: Record<string, number> = {};
  for (const [name, written] of Object.entries(ends)) {
    const asIts = name === 'count' ? { integer: true } : { ...rules, ...(name === 'step' ? { min: 0 } : {}) };
    let read = readNumber(written, asIts);
    // A step may be finer than the values that are sent.
    if (read.kind === 'refused' && name === 'step') read = readNumber(written, { max: rules.max });
    if (read.kind === 'refused') return { ok: false, message: read.message };
    numbers[name] = read.kind === 'number' ? read.value : Number.NaN;
  }
  const { from: first = 0, to: last = 0, step: by = 1, count: howMany = 1 } = numbers;
  return readRange(parameter, first, last, {
    ...(step === undefined ? {} : { step: by }),
    ...(count === undefined ? {} : { count: howMany }),
  });
}

function rulesOf(parameter: SweepParameter): { integer: boolean; min?: number; max?: number } {
  const { kind, min, max } = parameterSpec(parameter);
  return { integer: kind === 'integer', min, max };
}

function fits(parameter: SweepParameter, values: readonly number[]): boolean {
  const { integer, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = rulesOf(parameter);
  return values.every((value) => value >= min && value <= max && (!integer || Number.isInteger(value)));
}

function readRange(
  parameter: SweepParameter,
  from: number,
  to: number,
  { step, count }: { readonly step?: number; readonly count?: number },
): ReadNumbers {
  if (count !== undefined) {
    if (count > MAX_VALUES) return { ok: false, message: `At most ${MAX_VALUES} values.` };
    const values = valuesBetween(parameter, from, to, count);
    return { ok: true, values: from > to ? values.reverse() : values };
  }
  if (step === 0) return { ok: false, message: "The step can't be 0." };
  const by = step ?? plainStep(from, to);
  // Without a round step: five values, as for a selected range.
  if (by === null) return readRange(parameter, from, to, { count: 5 });
  const values = steppedValues(from, to, by, MAX_VALUES);
  return values.length > MAX_VALUES
    ? { ok: false, message: `That range has more than ${MAX_VALUES} values. Use a larger step.` }
    : { ok: true, values };
}

/** 1 where both ends are whole and near enough. */
function plainStep(from: number, to: number): number | null {
  return Number.isInteger(from) && Number.isInteger(to) && Math.abs(to - from) < MAX_VALUES ? 1 : null;
}

import { PARAMETERS, parameterSpec } from '@/lib/completions/request/parameters';
import { completionRequestShape } from '@/lib/completions/request/request-schema';
import { sameValue } from '@/lib/completions/request/settings';
import { issueSentence } from '@/lib/completions/request/validate-run';
import { excessMessage, jsonExcess, RUN_JSON_BOUNDS } from '@/lib/completions/response/json-meter';
import { snapToStep, steppedValues } from './decimals';
import { type AxisValue, FEWEST_VALUES, MOST_VALUES, type SweepParameter } from './plan';
import { splitTyped } from './sweep-text';

export type ParsedValues =
  | { readonly ok: true; readonly values: readonly AxisValue[] }
  /** A sentence for the field. */
  | { readonly ok: false; readonly message: string };

/**
 * Reads the values of an axis as a person types them, in their order, each once:
 * - numbers: `0, 0.5, 1`; `0..2 step 0.5` (also `0 to 2 by 0.5`); `0-1/5`, five values from 0 to 1; `0..3`, whole steps;
 * - `on, off` for a switch;
 * - texts: separated by commas or lines, in quotation marks where they hold one, with `\n` and `\t`; a list of stop
 *   texts as `["a", "b"]`;
 * - objects of token ids for logit bias: `{"50256": -100}, {}`.
 */
export function parseAxisValues(parameter: SweepParameter, typed: string): ParsedValues {
  const read = readValues(parameter, typed.trim());
  if (!read.ok) return read;
  const values: AxisValue[] = [];
  for (const value of read.values) if (!values.some((known) => sameValue(known, value))) values.push(value);
  for (const value of values) {
    const message = refusal(parameter, value);
    if (message !== null) return { ok: false, message };
  }
  if (values.length > MOST_VALUES) return { ok: false, message: `At most ${MOST_VALUES} values.` };
  if (values.length < FEWEST_VALUES)
    return { ok: false, message: `At least ${FEWEST_VALUES} different values.` };
  return { ok: true, values };
}

/** Whether a request takes the value, by itself; a sentence when not. */
function refusal(parameter: SweepParameter, value: AxisValue): string | null {
  const checked = completionRequestShape.shape[parameter].safeParse(value);
  const issue = checked.error?.issues[0];
  return issue === undefined ? null : issueSentence(issue);
}

function readValues(parameter: SweepParameter, typed: string): ParsedValues {
  if (typed === '') return { ok: false, message: 'Type values, separated by commas.' };
  switch (PARAMETERS[parameter].control) {
    case 'slider':
    case 'integer':
      return readNumbers(parameter, typed);
    case 'toggle':
      return readSwitches(typed);
    case 'text-list':
      return readTexts(typed, (text) => (typeof text === 'string' ? [text] : text));
    case 'long-text':
      return readTexts(typed, (text) => (typeof text === 'string' ? text : text.join('')));
    case 'bias-table':
      return readBiases(typed);
  }
}

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?`;
const SINGLE = new RegExp(`^${NUMBER}$`, 'i');
const RANGE = new RegExp(
  String.raw`^(${NUMBER})\s*(?:\.{2,3}|…|to|[-–—])\s*(${NUMBER})(?:\s*(?:step|by|:)\s*(${NUMBER})|\s*/\s*(\d+))?$`,
  'i',
);

function readNumbers(parameter: SweepParameter, typed: string): ParsedValues {
  const values: number[] = [];
  for (const item of typed.replaceAll('\u2212', '-').split(/[,;\n]/)) {
    const text = item.trim();
    if (text === '') continue;
    if (SINGLE.test(text)) {
      values.push(Number(text) + 0);
      continue;
    }
    const [, from, to, step, count] = RANGE.exec(text) ?? [];
    if (from === undefined || to === undefined) {
      return { ok: false, message: `“${text}” is no number and no range such as 0..1 step 0.25.` };
    }
    const range = readRange(parameter, Number(from), Number(to), step, count);
    if (typeof range === 'string') return { ok: false, message: range };
    values.push(...range);
  }
  return { ok: true, values };
}

function readRange(
  parameter: SweepParameter,
  from: number,
  to: number,
  step: string | undefined,
  count: string | undefined,
): number[] | string {
  if (count !== undefined) {
    if (Number(count) > MOST_VALUES) return `At most ${MOST_VALUES} values.`;
    const values = valuesBetween(parameter, from, to, Number(count));
    return from > to ? values.reverse() : values;
  }
  if (step !== undefined && Number(step) === 0) return 'A step of 0 goes nowhere.';
  const by = step === undefined ? plainStep(from, to) : Number(step);
  // Without a round step: five values, as they would be painted.
  if (by === null) return readRange(parameter, from, to, undefined, '5');
  const values = steppedValues(from, to, by, MOST_VALUES);
  return values.length > MOST_VALUES
    ? `That range has more than ${MOST_VALUES} values: take a wider step.`
    : values;
}

/** 1 where both ends are whole and near enough. */
function plainStep(from: number, to: number): number | null {
  return Number.isInteger(from) && Number.isInteger(to) && Math.abs(to - from) < MOST_VALUES ? 1 : null;
}

/**
 * Evenly spaced legal values from one end to the other, both included, lowest first: what painting over a slider
 * takes. Snapped to the parameter's step and kept within its bounds; fewer than asked for where the step leaves no
 * room. None for a parameter that is no number.
 */
export function valuesBetween(parameter: SweepParameter, from: number, to: number, count: number): number[] {
  const { min, max, step = 1, control } = parameterSpec(parameter);
  if ((control !== 'slider' && control !== 'integer') || count < 1) return [];
  const inBounds = (value: number) => Math.min(max ?? value, Math.max(min ?? value, value));
  const [low, high] = [inBounds(Math.min(from, to)), inBounds(Math.max(from, to))];
  const values = new Set<number>();
  for (let at = 0; at < count; at += 1) {
    const share = count === 1 ? 0 : at / (count - 1);
    values.add(inBounds(snapToStep(low * (1 - share) + high * share, step)));
  }
  return [...values];
}

/**
 * Whether numbers lie evenly between their least and their greatest: each within half a step from its place, since that is
 * as near as `valuesBetween` comes.
 */
export function isEven(parameter: SweepParameter, numbers: readonly number[]): boolean {
  const sorted = numbers.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  const [low = 0, high = 0] = [sorted[0], sorted[last]];
  const { step = 1 } = parameterSpec(parameter);
  return (
    last > 0 &&
    sorted.every((value, at) => Math.abs(value - (low + ((high - low) * at) / last)) <= step / 2 + 1e-9)
  );
}

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['true', true],
  ['yes', true],
  ['off', false],
  ['false', false],
  ['no', false],
]);

function readSwitches(typed: string): ParsedValues {
  const values: boolean[] = [];
  for (const item of typed.split(/[\s,;]+/)) {
    if (item === '') continue;
    const value = SWITCHES.get(item.toLowerCase());
    if (value === undefined) return { ok: false, message: `“${item}” is neither on nor off.` };
    values.push(value);
  }
  return { ok: true, values };
}

function readTexts(typed: string, asValue: (text: string | string[]) => AxisValue): ParsedValues {
  const items = splitTyped(typed);
  if (items === null) return { ok: false, message: 'A quotation mark or a bracket is not closed.' };
  return { ok: true, values: items.map(asValue) };
}

function readBiases(typed: string): ParsedValues {
  const excess = jsonExcess(typed, RUN_JSON_BOUNDS);
  if (excess !== null) return { ok: false, message: excessMessage('This', excess) };
  try {
    return { ok: true, values: JSON.parse(`[${typed}]`) as AxisValue[] };
  } catch {
    return { ok: false, message: 'Write objects of token ids and numbers: {"50256": -100}, {}.' };
  }
}

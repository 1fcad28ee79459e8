import { checkField, type Rules } from '@/lib/protocol/request/completion-request';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { sameValue } from '@/lib/protocol/request/settings';
import { excessMessage, jsonExcess, RUN_JSON_BOUNDS } from '@/lib/protocol/response/json-meter';
import { type AxisValue, MAX_VALUES, MIN_VALUES, type SweepParameter } from './plan';
import { readAxisNumbers } from './sweep-numbers';
import { splitTyped } from './sweep-text';

export type ParsedValues =
  | { readonly ok: true; readonly values: readonly AxisValue[] }
  /** A sentence for the field. */
  | { readonly ok: false; readonly message: string };

/**
 * Reads the values of an axis as a person types them, in their order, each once:
 * - numbers and ranges of them (./sweep-numbers.ts);
 * - `on, off` for a switch;
 * - texts: separated by commas or lines, in quotation marks when they contain one, with `\n` and `\t`; a list of stop texts as
 *   `["a", "b"]`;
 * - JSON for logit bias, token ids and objects: `{"50256": -100}, {}`.
 * @param others how many values the axis has besides: that it is not sent is one
 */
export function parseAxisValues(
  parameter: SweepParameter,
  typed: string,
  rules: Rules = 'wide',
  others = 0,
): ParsedValues {
  const read = readValues(parameter, typed.trim());
  if (!read.ok) return read;
  const values: AxisValue[] = [];
  for (const value of read.values) if (!values.some((known) => sameValue(known, value))) values.push(value);
  for (const value of values) {
    const issue = checkField(parameter, value, rules);
    if (issue) return { ok: false, message: issue.message };
  }
  const [min, max] = [MIN_VALUES - others, MAX_VALUES - others];
  if (values.length > max) return { ok: false, message: `At most ${max} values.` };
  if (values.length < min) return { ok: false, message: `Enter at least ${min} different values.` };
  return { ok: true, values };
}

function readValues(parameter: SweepParameter, typed: string): ParsedValues {
  if (typed === '') return { ok: false, message: 'Enter values separated by commas.' };
  switch (PARAMETERS[parameter].kind) {
    case 'number':
    case 'integer':
      return readAxisNumbers(parameter, typed);
    case 'boolean':
      return readSwitches(typed);
    case 'texts':
      return readTexts(typed, (text) => (typeof text === 'string' ? [text] : text));
    case 'text':
      return readTexts(typed, (text) => (typeof text === 'string' ? text : text.join('')));
    case 'token-bias':
      return readJson(typed, 'Enter objects of token IDs and numbers: {"50256": -100}, {}.');
    case 'token-ids':
      return readJson(typed, 'Enter lists of token IDs: [50256], [198, 50256].');
    case 'json':
    case 'fields':
      return readJson(typed, 'Enter JSON objects: {"type": "object"}, {}.');
  }
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
    if (value === undefined) return { ok: false, message: `“${item}” isn't on or off.` };
    values.push(value);
  }
  return { ok: true, values };
}

function readTexts(typed: string, asValue: (text: string | string[]) => AxisValue): ParsedValues {
  const items = splitTyped(typed);
  if (items === null) return { ok: false, message: "A quote or bracket isn't closed." };
  return { ok: true, values: items.map(asValue) };
}

function readJson(typed: string, message: string): ParsedValues {
  const excess = jsonExcess(typed, RUN_JSON_BOUNDS);
  if (excess !== null) return { ok: false, message: excessMessage('This', excess) };
  try {
    return { ok: true, values: JSON.parse(`[${typed}]`) as AxisValue[] };
  } catch {
    return { ok: false, message };
  }
}

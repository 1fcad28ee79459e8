import type { AxisValue, SweepParameter } from '@/lib/compare/model/plan';
import { PARAMETERS } from '@/lib/protocol/request/parameters';

/** Their values are typed as JSON. */
const JSON_KINDS: ReadonlySet<string> = new Set(['token-bias', 'token-ids', 'json', 'fields']);

/** The values of an axis as they would be typed; that it is not sent, a switch says. */
export function axisText(parameter: SweepParameter, all: readonly AxisValue[]): string {
  const values = all.filter((value) => value !== null);
  if (JSON_KINDS.has(PARAMETERS[parameter].kind))
    return values.map((value) => JSON.stringify(value)).join(', ');
  return values.map(valueText).join(', ');
}

function valueText(value: AxisValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.length !== 1) return JSON.stringify(value);
  return JSON.stringify(String(value));
}

/** How to write the values of a parameter, for the hint under the field. */
export function axisHint(parameter: SweepParameter): string {
  switch (PARAMETERS[parameter].kind) {
    case 'number':
      return 'For example: 0, 0.5, 1 or 0..1 step 0.25';
    case 'integer':
      return 'For example: 1, 2, 3 or 16..128 step 16';
    case 'boolean':
      return 'on, off';
    case 'texts':
      return 'For example: "\\n", "END" or ["\\n", "END"] for several';
    case 'text':
      return 'For example: "one text", "another"';
    case 'token-bias':
      return 'For example: {"50256": -100}, {}';
    case 'token-ids':
      return 'For example: [50256], [198, 50256]';
    case 'json':
    case 'fields':
      return 'For example: {"type": "object"}, {}';
  }
}

/** Sums of decimal numbers as people write them: 0.1 + 0.2 is 0.3. */

/** Digits behind the point in the shortest notation of a number. */
export function decimalPlaces(value: number): number {
  const [digits = '', exponent = '0'] = String(value).toLowerCase().split('e');
  const behind = digits.split('.')[1]?.length ?? 0;
  return Math.max(0, behind - Number(exponent));
}

/** Beyond this many digits, rounding makes numbers indistinguishable. */
const MAX_DECIMAL_PLACES = 12;

/**
 * `from`, then one step further each time, up to and including `to` when a step ends there; downwards when
 * `to` is lower. Never more than `most` + 1 values, so that a mistyped step costs nothing.
 */
export function steppedValues(from: number, to: number, step: number, max: number): number[] {
  const places = Math.min(MAX_DECIMAL_PLACES, Math.max(...[from, to, step].map(decimalPlaces)));
  const scale = 10 ** places;
  const [first, last] = [Math.round(from * scale), Math.round(to * scale)];
  const by = Math.max(1, Math.abs(Math.round(step * scale))) * Math.sign(last - first);
  const values = [from];
  if (by === 0) return values;
  for (let at = first + by; by > 0 ? at <= last : at >= last; at += by) {
    values.push(Number((at / scale).toFixed(places)) + 0);
    if (values.length > max) break;
  }
  return values;
}

/** The nearest multiple of a step, written with as many digits as the step has. */
export function snapToStep(value: number, step: number): number {
  const places = Math.min(MAX_DECIMAL_PLACES, decimalPlaces(step));
  return Number((Math.round(value / step) * step).toFixed(places)) + 0;
}

/** What a text typed into a number field means: a number, nothing, or neither. A decimal comma is understood. */
export type ReadNumber = { kind: 'number'; value: number } | { kind: 'empty' } | { kind: 'invalid' };

export function readNumber(text: string, integer: boolean): ReadNumber {
  const trimmed = text.trim().replace(',', '.').replace('−', '-');
  if (trimmed === '') return { kind: 'empty' };
  // Number('') is 0 and Number('0x10') is 16: only plain decimals are meant here.
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return { kind: 'invalid' };
  const value = Number(trimmed);
  if (!Number.isFinite(value) || (integer && !Number.isInteger(value))) return { kind: 'invalid' };
  return { kind: 'number', value: Object.is(value, -0) ? 0 : value };
}

/** One step of an arrow key from `from`, kept in the range and free of 0.30000000000000004. */
export function stepNumber(
  from: number,
  by: number,
  range: { min?: number; max?: number; step: number },
): number {
  const decimals = Math.max(decimalsOf(from), decimalsOf(range.step));
  const next = Number((from + by * range.step).toFixed(decimals));
  return Math.min(
    range.max ?? Number.POSITIVE_INFINITY,
    Math.max(range.min ?? Number.NEGATIVE_INFINITY, next),
  );
}

function decimalsOf(value: number): number {
  const text = String(value);
  if (text.includes('e-')) return Math.min(20, Number(text.split('e-')[1]) + 2);
  return (text.split('.')[1] ?? '').length;
}

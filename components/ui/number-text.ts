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

/**
 * A number that can be read in one way only, in any field: digits, and in a field that takes fractions at most two more
 * after a comma or a point, which part no thousands. Null: it takes the whole reader (lib/platform/numbers/read-number.ts).
 */
export function plainNumber(typed: string, integer = false): number | null {
  const text = typed.trim();
  const plain = integer ? /^-?\d{1,15}$/ : /^-?\d{1,15}([.,]\d\d?)?$/;
  return plain.test(text) ? Number(text.replace(',', '.')) + 0 : null;
}

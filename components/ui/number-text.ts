/** One arrow-key step from `from`, kept in the range and free of 0.30000000000000004. */
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

/** The nearest step from `min` on; the range's own ends count as steps. */
export function snapNumber(
  requested: number,
  { min, max, step }: { min: number; max: number; step: number },
): number {
  const stepped = min + Math.round((requested - min) / step) * step;
  // Plus zero, since −0 would be another value.
  return Math.min(max, Math.max(min, Number(stepped.toFixed(decimalsOf(step))))) + 0;
}

function decimalsOf(value: number): number {
  const text = String(value);
  if (text.includes('e-')) return Math.min(20, Number(text.split('e-')[1]) + 2);
  return (text.split('.')[1] ?? '').length;
}

/**
 * Reads a number with only one meaning in every field: digits, and in a field that takes fractions at most
 * two more after a comma or a point, which then cannot group thousands. Null: the full reader has to decide
 * (lib/platform/numbers/read-number.ts).
 */
export function plainNumber(typed: string, integer = false): number | null {
  const text = typed.trim();
  const plain = integer ? /^-?\d{1,15}$/ : /^-?\d{1,15}([.,]\d\d?)?$/;
  return plain.test(text) ? Number(text.replace(',', '.')) + 0 : null;
}

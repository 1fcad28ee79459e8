/** Digits of every figure of a score. */
const DIGITS = 4;
const EXACT = new Intl.NumberFormat('en', {
  minimumSignificantDigits: DIGITS,
  maximumSignificantDigits: DIGITS,
  useGrouping: true,
});
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const HUGE = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: DIGITS });

/** 3.246, 41.20, 12,346 (all digits before the point), 1.235E20; four digits at least, with a real minus sign. */
export function formatFigure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  // Rounding may add a digit: 999.97 has four before it is rounded.
  const format = size >= 1e12 ? HUGE : size >= 999.95 ? WHOLE : EXACT;
  return format.format(value).replace('-', '−');
}

export function formatBits(bits: number): string {
  return `${formatFigure(bits)} bits`;
}

/** With its sign: +1.234, −0.5000, 0. */
export function formatDifference(value: number): string {
  return value > 0 ? `+${formatFigure(value)}` : formatFigure(value);
}

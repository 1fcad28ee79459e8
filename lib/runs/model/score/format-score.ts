import { withMinus } from '@/lib/protocol/text/minus';

/** Digits of every figure of a score. */
const DIGITS = 4;
const EXACT = new Intl.NumberFormat('en', {
  minimumSignificantDigits: DIGITS,
  maximumSignificantDigits: DIGITS,
});
const BELOW_1 = new Intl.NumberFormat('en', { minimumFractionDigits: DIGITS, maximumFractionDigits: DIGITS });
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const HUGE = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: DIGITS });
/** What is smaller would be shown as 0. */
const SMALLEST = 0.00005;

/**
 * 0.0412, 3.246, 41.20, 12,346, 1.235E20: four digits behind the point below 1, else four in all and every one before the
 * point; with a real minus sign. What is not 0 is never shown as 0.
 */
export function formatFigure(value: number): string {
  // Servers write −9999 for what is impossible: its perplexity is no number that can be shown.
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < SMALLEST) return '<0.0001';
  // Rounding may add a digit: 999.97 has three before the point until it is rounded.
  const format = size >= 1e12 ? HUGE : size >= 999.95 ? WHOLE : size < 1 ? BELOW_1 : EXACT;
  return withMinus(format.format(value));
}

export function formatBits(bits: number): string {
  return `${formatFigure(bits)} bits`;
}

/** With its sign: +1.234, −0.5000; ≈ 0 for what is too small to show, 0 for exactly that. */
export function formatDifference(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value !== 0 && Math.abs(value) < SMALLEST) return '≈ 0';
  return value > 0 ? `+${formatFigure(value)}` : formatFigure(value);
}

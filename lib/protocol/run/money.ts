import type { Cost } from './price';

const SIGNS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£' };

/** Less than this is not worth its zeros. */
const SMALLEST = 1e-9;

/**
 * An amount with two decimals, or three significant figures where that would be too few: `12.50`, `0.05`,
 * `0.0123`, `0.000042`.
 */
export function formatAmount(amount: number): string {
  if (amount > 0 && amount < SMALLEST) return 'under 0.000000001';
  const rounded = Number(amount.toPrecision(3));
  if (rounded >= 1 || amount === 0) {
    return amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  const decimals = 2 - Math.floor(Math.log10(rounded));
  return rounded.toFixed(decimals).replace(/0$/, '').replace(/0$/, '').padEnd(4, '0');
}

/** `$0.0123`, `€2.50`, `0.50 CHF`. */
export function formatMoney({ amount, currency }: Pick<Cost, 'amount' | 'currency'>): string {
  const sign = Object.hasOwn(SIGNS, currency) ? SIGNS[currency] : undefined;
  return sign === undefined ? `${formatAmount(amount)} ${currency}` : `${sign}${formatAmount(amount)}`;
}

/** `about $0.0123` when a token count was estimated. */
export function formatCost(cost: Cost): string {
  return `${cost.isEstimated ? 'about ' : ''}${formatMoney(cost)}`;
}

/** Totals in several currencies: `$0.0123 + €2.50`; null without any. */
export function formatCosts(costs: readonly Cost[]): string | null {
  if (costs.length === 0) return null;
  const about = costs.some(({ isEstimated }) => isEstimated) ? 'about ' : '';
  return about + costs.map(formatMoney).join(' + ');
}

/** For files: without an exponent, as `1e-7` is text to a spreadsheet. */
export function plainAmount(amount: number): string {
  const [digits = '', exponent] = String(amount).split('e-');
  if (exponent === undefined) return digits;
  return `0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}`;
}

/** `Up to $0.0123`, from an estimate; null without a price. */
export function maxCostLabel(costs: readonly Cost[]): string | null {
  return costs.length === 0 ? null : `Up to ${costs.map(formatMoney).join(' + ')}`;
}

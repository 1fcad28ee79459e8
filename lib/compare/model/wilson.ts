/** 95 %, two-sided. */
const Z = 1.959964;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Where the share lies that `count` of `n` estimates, with 95 % confidence: Wilson's score interval (1927). Unlike the textbook's,
 * it stays within 0 and 1, and says something about few and about none. Null without any.
 */
export function wilsonInterval(count: number, n: number): Interval | null {
  if (n <= 0) return null;
  const share = count / n;
  const square = Z ** 2 / n;
  const middle = (share + square / 2) / (1 + square);
  const half = (Z / (1 + square)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** `38–78%`. */
export function intervalLabel({ low, high }: Interval): string {
  return `${Math.round(low * 100)}–${Math.round(high * 100)}%`;
}

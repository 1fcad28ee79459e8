import { ownStorage } from '@/lib/platform/client/browser-storage';

/** The order in which outputs are judged: random, and the same again after a reload of the tab. */

const PREFIX = 'playground.judging.';

export function judgingOrder(comparison: string | null, cells: readonly string[]): readonly string[] {
  const key = keyOf(comparison, cells);
  try {
    const saved: unknown = JSON.parse(ownStorage('session').getItem(key) ?? 'null');
    if (Array.isArray(saved) && sameCells(saved, cells)) return saved.map(String);
  } catch {
    // Not ours, or no storage: as if there were none.
  }
  return newOrder(comparison, cells);
}

/** Shuffled again. */
export function newOrder(comparison: string | null, cells: readonly string[]): readonly string[] {
  const order = shuffled(cells);
  try {
    ownStorage('session').setItem(keyOf(comparison, cells), JSON.stringify(order));
  } catch {
    // Full or blocked: a reload shuffles again.
  }
  return order;
}

function keyOf(comparison: string | null, cells: readonly string[]): string {
  return `${PREFIX}${comparison ?? 'new'}.${cells.toSorted().join('.')}`;
}

function sameCells(saved: readonly unknown[], cells: readonly string[]): boolean {
  return saved.length === cells.length && cells.every((cell) => saved.includes(cell));
}

/** Fisher–Yates shuffle. */
export function shuffled<Value>(values: readonly Value[]): Value[] {
  const result = [...values];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    const [a, b] = [result[at], result[other]];
    if (a === undefined || b === undefined) continue;
    result[at] = b;
    result[other] = a;
  }
  return result;
}

/**
 * Positions in the history: milliseconds since 1970 times 1,024, so that they are in the order of creation,
 * with space for runs of one millisecond. They stay below 2^53 until the year 2248. The full-text indexes use
 * them as row numbers, so a search reads in the order of the history, and a range of days is a range of
 * numbers.
 */
const PER_MILLISECOND = 1024;

let last = 0;

/**
 * A position that this process has not used before. Another process may have: the database refuses the
 * second.
 */
export function nextPosition(createdAt: Date): bigint {
  last = Math.max(last + 1, firstPositionAt(createdAt) + Math.floor(Math.random() * (PER_MILLISECOND / 2)));
  return BigInt(last);
}

/** A random position at that moment, for imported runs. */
export function somePosition(createdAt: Date): bigint {
  return BigInt(firstPositionAt(createdAt) + Math.floor(Math.random() * PER_MILLISECOND));
}

/** The lowest position at a moment. */
export function firstPositionAt(moment: Date): number {
  return moment.getTime() * PER_MILLISECOND;
}

/** The moment of a position. */
export function momentOf(position: number): Date {
  return new Date(Math.floor(position / PER_MILLISECOND));
}

/** The position that an imported run should have: see `order` in lib/history/model/run-export.ts. */
export function targetPosition(createdAt: Date, order: number): number {
  return firstPositionAt(createdAt) + order;
}

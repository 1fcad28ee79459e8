/**
 * Places in the history: milliseconds since 1970 times 1,024, so that their order is the order of creation, with room
 * for runs of one millisecond. They stay below 2^53 until the year 2248. The full-text indexes number their rows by
 * them, so a search is read in the order of the history, and a span of days is a span of numbers.
 */
const PER_MILLISECOND = 1024;

let last = 0;

/** A place that this process has not given out before. Another process may have: the database refuses the second. */
export function nextPosition(createdAt: Date): bigint {
  last = Math.max(last + 1, firstPositionAt(createdAt) + Math.floor(Math.random() * (PER_MILLISECOND / 2)));
  return BigInt(last);
}

/** A random place of that moment, for runs that are brought in from elsewhere. */
export function somePosition(createdAt: Date): bigint {
  return BigInt(firstPositionAt(createdAt) + Math.floor(Math.random() * PER_MILLISECOND));
}

/** The lowest place of a moment. */
export function firstPositionAt(moment: Date): number {
  return moment.getTime() * PER_MILLISECOND;
}

/** The moment of a place. */
export function momentOf(position: number): Date {
  return new Date(Math.floor(position / PER_MILLISECOND));
}

/** Where a run of another history wants to be: see `order` in lib/history/model/run-export.ts. */
export function targetPosition(createdAt: Date, order: number): number {
  return firstPositionAt(createdAt) + order;
}

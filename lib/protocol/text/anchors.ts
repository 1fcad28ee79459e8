/** A stretch of two lists that is still to be compared: ranges of indexes. */
export interface Gap {
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

export function size({ before, after }: Gap): number {
  return before[1] - before[0] + after[1] - after[0];
}

/** The gap without what both sides begin and end with. */
export function trim(a: Int32Array, b: Int32Array, { before, after }: Gap): Gap {
  let [aStart, aEnd] = before;
  let [bStart, bEnd] = after;
  while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]) {
    aStart += 1;
    bStart += 1;
  }
  while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd -= 1;
    bEnd -= 1;
  }
  return { before: [aStart, aEnd], after: [bStart, bEnd] };
}

/**
 * Stretches between anchors, in order; between two stretches both lists are equal. Anchors are passages, and
 * finally single units, that occur exactly once in both lists and in the same order (patience diff). Short
 * stretches are not cut.
 */
export function splitAtAnchors(a: Int32Array, b: Int32Array, gap: Gap): Gap[] {
  if (size(gap) === 0) return [];
  return size(gap) <= NEEDS_ANCHORS ? [gap] : splitAtPassages(a, b, gap, passages(a, b));
}

/** Shorter stretches are compared directly: for them the shortest list of edits is better than any anchor. */
const NEEDS_ANCHORS = 1_500;

/**
 * For each index of the lists, a number for the passage of `width` units that begins there; equal passages
 * have the same number.
 */
interface Passages {
  readonly width: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/**
 * Long passages first: where one occurs once on both sides, the texts do agree. A single word may be chance.
 */
function passages(a: Int32Array, b: Int32Array): Passages[] {
  const found: Passages[] = [{ width: 1, a, b }];
  for (let width = 1; width < 16; width *= 2) {
    const [shorter] = found;
    if (!shorter) break;
    const ids = new Map<number, number>();
    const doubled = (list: Int32Array) => {
      const next = new Int32Array(Math.max(0, list.length - width));
      for (let at = 0; at < next.length; at += 1) {
        // Below 2^53: a list has far fewer than 2^26 units.
        const pair = (list[at] ?? 0) * 2 ** 26 + (list[at + width] ?? 0);
        const id = ids.get(pair) ?? ids.size;
        ids.set(pair, id);
        next[at] = id;
      }
      return next;
    };
    found.unshift({ width: width * 2, a: doubled(shorter.a), b: doubled(shorter.b) });
  }
  return found.filter(({ width }) => width !== 2 && width !== 8);
}

function splitAtPassages(
  a: Int32Array,
  b: Int32Array,
  gap: Gap,
  [longest, ...shorter]: readonly Passages[],
): Gap[] {
  if (size(gap) === 0) return [];
  if (size(gap) <= NEEDS_ANCHORS || longest === undefined) return [gap];
  const gaps: Gap[] = [];
  let [aFrom] = gap.before;
  let [bFrom] = gap.after;
  for (const [aAt, bAt] of [...commonOnce(longest, gap), [gap.before[1], gap.after[1]] as const]) {
    const between = trim(a, b, { before: [aFrom, aAt], after: [bFrom, bAt] });
    for (const one of splitAtPassages(a, b, between, shorter)) gaps.push(one);
    aFrom = aAt + 1;
    bFrom = bAt + 1;
  }
  return gaps;
}

/** Where passages begin that occur exactly once on each side, as many as are in the same order on both. */
function commonOnce({ width, a, b }: Passages, { before, after }: Gap): [number, number][] {
  const inA = offsets(a, [before[0], before[1] - width + 1]);
  const inB = offsets(b, [after[0], after[1] - width + 1]);
  const pairs: [number, number][] = [];
  for (const [unit, at] of inA) {
    const other = inB.get(unit);
    if (at >= 0 && other !== undefined && other >= 0) pairs.push([at, other]);
  }
  pairs.sort((one, other) => one[0] - other[0]);
  return longestRising(pairs);
}

/** The index of each unit; −1 when it occurs more than once. */
function offsets(units: Int32Array, [start, end]: readonly [number, number]): Map<number, number> {
  const found = new Map<number, number>();
  for (let at = start; at < end; at += 1) {
    const unit = units[at] ?? 0;
    found.set(unit, found.has(unit) ? -1 : at);
  }
  return found;
}

/** The longest selection of pairs whose second numbers also rise. O(n log n). */
function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const ends: number[] = [];
  const previous: number[] = [];
  for (let at = 0; at < pairs.length; at += 1) {
    const value = pairs[at]?.[1] ?? 0;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : (ends[low - 1] ?? -1));
    ends[low] = at;
  }
  const chosen: [number, number][] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair) chosen.push(pair);
  }
  return chosen.reverse();
}

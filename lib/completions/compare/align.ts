import { diffArrays } from 'diff';

/** A run of units on both sides: kept (then both have equally many), or put in place of each other. */
export interface Block {
  readonly same: boolean;
  readonly before: readonly [start: number, end: number];
  readonly after: readonly [start: number, end: number];
  /** Too long and too different to be compared unit by unit: replaced as a whole. */
  readonly coarse?: true;
}

export interface Alignment {
  /** In order, without gaps, covering both lists; indexes of units. */
  readonly blocks: readonly Block[];
  /** False: some block is `coarse`. */
  readonly exact: boolean;
}

/**
 * What one alignment may cost, in steps of Myers' algorithm (edit distance squared). About 0.1 s of one core: a page
 * that shows eight columns stays alive.
 */
const BUDGET = 1_200_000;
/** Past this many edits in one stretch nobody reads single marks any more. */
const MOST_EDITS = 1_200;
/** Steps along equal units that one stretch may cost: edits times its length, where the same units come again and again. */
const MOST_STEPS = 20_000_000;

/**
 * Aligns two lists of units: the shortest list of edits within a budget, whatever the length. What both begin and end
 * with is set aside first; then passages, and at last single units, that are in both lists exactly once and in the same
 * order (patience) cut long lists into stretches, and each stretch is compared by itself, the shortest first.
 */
export function align(before: readonly string[], after: readonly string[]): Alignment {
  const [a, b] = intern(before, after);
  const all = trim(a, b, { before: [0, a.length], after: [0, b.length] });
  const gaps =
    size(all) > NEEDS_ANCHORS ? splitAtAnchors(a, b, all, passages(a, b)) : size(all) > 0 ? [all] : [];
  let left = BUDGET;
  let exact = true;
  const solved = new Map<Gap, readonly Block[]>();
  for (const gap of [...gaps].sort((one, other) => size(one) - size(other))) {
    if (isOneSided(gap)) {
      solved.set(gap, [{ same: false, ...gap }]);
      continue;
    }
    const most = Math.floor(Math.min(MOST_EDITS, Math.sqrt(2 * left), MOST_STEPS / size(gap)));
    const found = shortest(a, b, gap, most);
    if (found === null) exact = false;
    const used = found === null ? most : editsOf(found);
    left = Math.max(0, left - (used * used) / 2 - 1);
    solved.set(gap, found ?? [{ same: false, ...gap, coarse: true }]);
  }
  return { blocks: join(gaps, solved, a.length, b.length), exact };
}

interface Gap {
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/** Numbers for units, the same one for equal units: comparing is then comparing numbers. */
function intern(before: readonly string[], after: readonly string[]): [Int32Array, Int32Array] {
  const ids = new Map<string, number>();
  const number = (unit: string) => {
    const known = ids.get(unit);
    if (known !== undefined) return known;
    ids.set(unit, ids.size);
    return ids.size - 1;
  };
  return [Int32Array.from(before, number), Int32Array.from(after, number)];
}

function size({ before, after }: Gap): number {
  return before[1] - before[0] + after[1] - after[0];
}

/** Without what both sides begin and end with. */
function trim(a: Int32Array, b: Int32Array, { before, after }: Gap): Gap {
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

/** Shorter stretches are compared at once: there the shortest list of edits is better than any anchor. */
const NEEDS_ANCHORS = 1_500;

/** Numbers for what begins at each place of the lists: passages of `width` units, equal ones with the same number. */
interface Passages {
  readonly width: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** Long passages first: where one is on both sides once, the texts do agree. A single word may be chance. */
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

/** Stretches between anchors, in order; units between two stretches are equal. */
function splitAtAnchors(
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
    for (const one of splitAtAnchors(a, b, between, shorter)) gaps.push(one);
    aFrom = aAt + 1;
    bFrom = bAt + 1;
  }
  return gaps;
}

/** Where passages begin that each side has exactly once, as many of them as are in the same order in both. */
function commonOnce({ width, a, b }: Passages, { before, after }: Gap): [number, number][] {
  const inA = places(a, [before[0], before[1] - width + 1]);
  const inB = places(b, [after[0], after[1] - width + 1]);
  const pairs: [number, number][] = [];
  for (const [unit, at] of inA) {
    const other = inB.get(unit);
    if (at >= 0 && other !== undefined && other >= 0) pairs.push([at, other]);
  }
  pairs.sort((one, other) => one[0] - other[0]);
  return longestRising(pairs);
}

/** Where each unit is; −1 when it is there more than once. */
function places(units: Int32Array, [start, end]: readonly [number, number]): Map<number, number> {
  const found = new Map<number, number>();
  for (let at = start; at < end; at += 1) {
    const unit = units[at] ?? 0;
    found.set(unit, found.has(unit) ? -1 : at);
  }
  return found;
}

/** The longest selection of pairs whose second numbers rise, too. O(n log n). */
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

/** There is nothing to look for. */
function isOneSided({ before, after }: Gap): boolean {
  return before[0] === before[1] || after[0] === after[1];
}

/** The shortest list of edits of a stretch (Myers); null when it needs more than `most`. */
function shortest(a: Int32Array, b: Int32Array, gap: Gap, most: number): readonly Block[] | null {
  const found = diffArrays([...a.subarray(...gap.before)], [...b.subarray(...gap.after)], {
    maxEditLength: most,
  });
  if (found === undefined) return null;
  const blocks: Block[] = [];
  let aAt = gap.before[0];
  let bAt = gap.after[0];
  for (const { added, removed, count } of found) {
    const aEnd = added ? aAt : aAt + count;
    const bEnd = removed ? bAt : bAt + count;
    blocks.push({ same: !added && !removed, before: [aAt, aEnd], after: [bAt, bEnd] });
    aAt = aEnd;
    bAt = bEnd;
  }
  return blocks;
}

function editsOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + (block.same ? 0 : size(block)), 0);
}

/** Puts the equal units between the stretches back, and neighbours of one kind together. */
function join(
  gaps: readonly Gap[],
  solved: ReadonlyMap<Gap, readonly Block[]>,
  aLength: number,
  bLength: number,
): Block[] {
  const blocks: Block[] = [];
  let aAt = 0;
  let bAt = 0;
  const add = (block: Block) => {
    if (size(block) === 0) return;
    const last = blocks.at(-1);
    if (last?.same === block.same) {
      blocks[blocks.length - 1] = {
        ...block,
        before: [last.before[0], block.before[1]],
        after: [last.after[0], block.after[1]],
      };
    } else blocks.push(block);
    aAt = block.before[1];
    bAt = block.after[1];
  };
  for (const gap of gaps) {
    add({ same: true, before: [aAt, gap.before[0]], after: [bAt, gap.after[0]] });
    for (const block of solved.get(gap) ?? []) add(block);
  }
  add({ same: true, before: [aAt, aLength], after: [bAt, bLength] });
  return blocks;
}

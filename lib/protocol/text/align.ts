import { diffArrays } from 'diff';
import { type Gap, size, splitAtAnchors, trim } from './anchors';

/**
 * A stretch of units on both sides: either the same on both (then equally long), or one replaced by the
 * other.
 */
export interface Block {
  readonly same: boolean;
  readonly before: readonly [start: number, end: number];
  readonly after: readonly [start: number, end: number];
  /** Too long and too different to compare unit by unit: replaced as a whole. */
  readonly coarse?: true;
}

export interface Alignment {
  /** In order, without gaps, covering both lists; indexes of units. */
  readonly blocks: readonly Block[];
  /** False: some block is `coarse`. */
  readonly exact: boolean;
}

/**
 * What one alignment may cost, in steps of Myers' algorithm (edit distance squared). About 0.1 s of one core,
 * so that a page with eight columns stays responsive.
 */
const BUDGET = 1_200_000;
/** Beyond this many edits in one stretch, single marks are no longer readable. */
const MAX_EDITS = 1_200;
/**
 * How many steps along equal units one stretch may cost: edits times its length, when the same units repeat.
 */
const MAX_STEPS = 20_000_000;

/**
 * Aligns two lists of units: the shortest list of edits within a budget, whatever the length. What both begin
 * and end with is set aside first. Then long lists are cut at passages, and finally single units, that occur
 * exactly once in both and in the same order (patience diff); each stretch is compared on its own, the
 * shortest first.
 */
export function align(before: readonly string[], after: readonly string[]): Alignment {
  const [a, b] = intern(before, after);
  const all = trim(a, b, { before: [0, a.length], after: [0, b.length] });
  const gaps = splitAtAnchors(a, b, all);
  let left = BUDGET;
  let exact = true;
  const solved = new Map<Gap, readonly Block[]>();
  for (const gap of [...gaps].sort((one, other) => size(one) - size(other))) {
    if (isOneSided(gap)) {
      solved.set(gap, [{ same: false, ...gap }]);
      continue;
    }
    const maxEdits = Math.floor(Math.min(MAX_EDITS, Math.sqrt(2 * left), MAX_STEPS / size(gap)));
    const found = shortest(a, b, gap, maxEdits);
    if (found === null) exact = false;
    const used = found === null ? maxEdits : editsOf(found);
    left = Math.max(0, left - (used * used) / 2 - 1);
    solved.set(gap, found ?? [{ same: false, ...gap, coarse: true }]);
  }
  return { blocks: join(gaps, solved, a.length, b.length), exact };
}

/** Numbers for units, equal units get the same one: numbers are cheaper to compare. */
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

/** One side is empty, so there is nothing to compare. */
function isOneSided({ before, after }: Gap): boolean {
  return before[0] === before[1] || after[0] === after[1];
}

/** The shortest list of edits of a stretch (Myers); null when it needs more than `most`. */
function shortest(a: Int32Array, b: Int32Array, gap: Gap, maxEdits: number): readonly Block[] | null {
  const found = diffArrays([...a.subarray(...gap.before)], [...b.subarray(...gap.after)], {
    maxEditLength: maxEdits,
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

/** Puts the equal units between the stretches back, and joins neighbours of one kind. */
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

import type { DbTransaction } from '@/lib/platform/db/client';

const FIRST_WINDOW = 32;
const LAST_WINDOW = 1024;
/** No history goes further down than this: the distance from the year 2200 to 1971. */
const FARTHEST = 2 ** 53;

/**
 * Positions for imported runs: for each requested one, the highest free position that is not above it. Files
 * have the newest run first, so the runs keep their order even when every position around them is taken.
 */
export async function freePositions(db: DbTransaction, requested: readonly number[]): Promise<number[]> {
  const rows = await db.run.findMany({
    where: { position: { in: requested.map(BigInt) } },
    select: { position: true },
  });
  const taken = new Set(rows.map(({ position }) => Number(position)));
  const given: number[] = [];
  /** The range already searched; the next requested position within it continues below. */
  let looked = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  for (const position of requested) {
    let free = position;
    if (taken.has(position)) {
      const isLooked = position <= looked.from && position >= looked.to;
      free = await nextBelow(db, isLooked ? looked.to - 1 : position, taken);
      looked = { from: isLooked ? looked.from : position, to: free };
    }
    taken.add(free);
    given.push(free);
  }
  return given;
}

async function nextBelow(db: DbTransaction, from: number, taken: ReadonlySet<number>): Promise<number> {
  let top = from;
  for (let window = FIRST_WINDOW; window <= LAST_WINDOW; window *= 2) {
    const rows = await db.run.findMany({
      where: { position: { lte: BigInt(top), gt: BigInt(top - window) } },
      select: { position: true },
    });
    const used = new Set(rows.map(({ position }) => Number(position)));
    for (let position = top; position > top - window; position -= 1) {
      if (!used.has(position) && !taken.has(position)) return position;
    }
    top -= window;
  }
  return endOfBlock(db, top, taken);
}

/**
 * A free position below a block of taken ones, found in steps that double and then halve, because a file can
 * request the same position a hundred thousand times. When the block has gaps, the result may be one of them.
 */
async function endOfBlock(db: DbTransaction, from: number, taken: ReadonlySet<number>): Promise<number> {
  const isFree = async (position: number) =>
    !taken.has(position) && (await db.run.count({ where: { position: BigInt(position) } })) === 0;
  let step = LAST_WINDOW;
  while (step < FARTHEST && !(await isFree(from - step))) step *= 2;
  // The first step checked nothing in between: everything known to be taken is above it.
  let [free, full] = [from - step, step === LAST_WINDOW ? from + 1 : from - step / 2];
  while (full - free > 1) {
    const middle = Math.floor((free + full) / 2);
    if (await isFree(middle)) free = middle;
    else full = middle;
  }
  return free;
}

import type { DbTransaction } from '@/lib/platform/db/client';

const FIRST_WINDOW = 32;
const LAST_WINDOW = 1024;
/** Farther down than this there is no history: the way from 2200 to 1971. */
const FARTHEST = 2 ** 53;

/**
 * Places for runs that are brought in, as near as can be to those they want: the highest free one that is not above. The
 * newest first, as files have them, they keep their order even where every place around them is taken.
 */
export async function freePositions(db: DbTransaction, requested: readonly number[]): Promise<number[]> {
  const rows = await db.run.findMany({
    where: { position: { in: requested.map(BigInt) } },
    select: { position: true },
  });
  const taken = new Set(rows.map(({ position }) => Number(position)));
  const given: number[] = [];
  /** From here down to there was looked through: the next one that wants a place in between begins below. */
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
 * The free place below a block of taken ones, found in steps that double and then halve: a file can ask for the same
 * place a hundred thousand times. Where the block has gaps, it is one of those.
 */
async function endOfBlock(db: DbTransaction, from: number, taken: ReadonlySet<number>): Promise<number> {
  const isFree = async (position: number) =>
    !taken.has(position) && (await db.run.count({ where: { position: BigInt(position) } })) === 0;
  let step = LAST_WINDOW;
  while (step < FARTHEST && !(await isFree(from - step))) step *= 2;
  // The first step looked at nothing on its way: what is known to be taken is above all of it.
  let [free, full] = [from - step, step === LAST_WINDOW ? from + 1 : from - step / 2];
  while (full - free > 1) {
    const middle = Math.floor((free + full) / 2);
    if (await isFree(middle)) free = middle;
    else full = middle;
  }
  return free;
}

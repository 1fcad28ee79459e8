import type { DbTransaction } from './client';

const FIRST_WINDOW = 32;
const LAST_WINDOW = 4096;

/**
 * Places for runs that are brought in, as near as can be to those they want: the highest free one that is not above. The
 * newest first, as files have them, they keep their order even where every place around them is taken.
 */
export async function freePositions(db: DbTransaction, wanted: readonly number[]): Promise<number[]> {
  const rows = await db.run.findMany({
    where: { position: { in: wanted.map(BigInt) } },
    select: { position: true },
  });
  const taken = new Set(rows.map(({ position }) => Number(position)));
  const given: number[] = [];
  for (const position of wanted) {
    const free = taken.has(position) ? await nextBelow(db, position, taken) : position;
    taken.add(free);
    given.push(free);
  }
  return given;
}

async function nextBelow(db: DbTransaction, from: number, taken: ReadonlySet<number>): Promise<number> {
  let top = from;
  for (let window = FIRST_WINDOW; ; window = Math.min(window * 2, LAST_WINDOW)) {
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
}

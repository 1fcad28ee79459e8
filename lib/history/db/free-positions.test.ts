import { expect, it, vi } from 'vitest';
import { type DbTransaction, getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aUser } from '@/lib/platform/db/testing/records';
import { freePositions } from './free-positions';

const TOP = 1_600_000_000_000 * 1024;

describeOnBothDatabases('positions for imported runs', () => {
  /** A block of runs without a gap, from a position down. */
  async function aBlock(userId: string, top: number, length: number): Promise<void> {
    const common = {
      userId,
      status: 'complete',
      connectionId: 'practice',
      connectionName: 'Practice model',
      model: 'm',
      request: { model: 'm', prompt: '' },
      promptPreview: '',
      choiceCount: 1,
    } as const;
    for (let at = 0; at < length; at += 500) {
      const size = Math.min(500, length - at);
      await getDb().run.createMany({
        data: Array.from({ length: size }, (_, one) => ({
          ...common,
          id: `${userId} ${at + one}`,
          position: BigInt(top - at - one),
        })),
      });
    }
  }

  it('are those that they want, or the nearest below, in their order', async () => {
    const { id: userId } = await aUser();
    await aBlock(userId, TOP, 3);
    const free = (requested: number[]) => getDb().$transaction((db) => freePositions(db, requested));
    expect(await free([TOP + 1, TOP, TOP, TOP - 2, TOP - 9])).toEqual([
      TOP + 1,
      TOP - 3,
      TOP - 4,
      TOP - 5,
      TOP - 9,
    ]);
  });

  it('are found in few steps where a file needs one position again and again', async () => {
    const { id: userId } = await aUser();
    const top = TOP + 10_000_000;
    // More than all windows that are read whole: the rest is found in steps.
    const length = 2_400;
    await aBlock(userId, top, length);
    const [given, questions] = await getDb().$transaction(async (db) => {
      const read = vi.spyOn(db.run, 'findMany');
      const look = vi.spyOn(db.run, 'count');
      const found = await freePositions(db as DbTransaction, new Array<number>(100).fill(top));
      return [found, read.mock.calls.length + look.mock.calls.length];
    });
    expect(given).toEqual(Array.from({ length: 100 }, (_, at) => top - length - at));
    expect(questions).toBeLessThan(150);
  });
});

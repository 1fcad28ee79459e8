import { describe, expect, it } from 'vitest';
import { MOST_GENERATIONS_UP, MOST_RELATIVES, runFamilySchema } from '@/lib/history/model/run-family';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { deleteRuns } from '@/lib/runs/db/run-history';
import { insertRun, type NewRun } from '@/lib/runs/db/runs';
import { getRunFamily } from './run-family';

describeOnBothDatabases('the family of a run', () => {
  async function someone() {
    const { id: userId } = await aUser();
    const add = async (parentId: string | null = null, fields: Partial<NewRun> = {}) => {
      const run = aRun(userId, { parentId, ...fields });
      await insertRun(run);
      return run.id;
    };
    const family = async (id: string) => runFamilySchema.parse(await getRunFamily(userId, id));
    const ids = async (id: string) => (await family(id)).relatives.map((relative) => relative.id);
    return { userId, add, family, ids };
  }

  it('is the whole tree, the same from wherever one looks', async () => {
    const { add, family, ids } = await someone();
    const root = await add();
    const edited = await add(root, { branch: { kind: 'edit' } });
    const branched = await add(root, { branch: { kind: 'branch', choiceIndex: 0, tokenIndex: 3 } });
    const grandchild = await add(edited, { branch: { kind: 'regenerate' }, promptPreview: 'Third' });
    await add();
    for (const id of [root, edited, branched, grandchild]) {
      expect(await ids(id)).toEqual([root, edited, branched, grandchild]);
    }
    const { relatives, more } = await family(branched);
    expect(more).toBe(false);
    expect(relatives.map(({ parentId }) => parentId)).toEqual([null, root, root, edited]);
    expect(relatives[2]?.branch).toEqual({ kind: 'branch', choiceIndex: 0, tokenIndex: 3 });
    expect(relatives[3]?.run).toMatchObject({ promptPreview: 'Third', status: 'streaming', starred: false });
  });

  it('is one run alone, and nothing for a stranger or of one that is gone', async () => {
    const { userId, add, ids } = await someone();
    const stranger = await aUser();
    const id = await add();
    expect(await ids(id)).toEqual([id]);
    expect(await getRunFamily(stranger.id, id)).toBeNull();
    expect(await getRunFamily(userId, 'nothing')).toBeNull();
    await deleteRuns(userId, [id]);
    expect(await getRunFamily(userId, id)).toBeNull();
  });

  it('never holds runs of somebody else, whatever the rows say', async () => {
    const { add, ids } = await someone();
    const other = await someone();
    const mine = await add();
    const theirs = await other.add();
    const child = await add(mine);
    await getDb().run.update({ where: { id: theirs }, data: { parentId: mine } });
    await getDb().run.update({ where: { id: mine }, data: { parentId: theirs } });
    expect(await ids(child)).toEqual([mine, child]);
  });

  it('shows a deleted run as a gap where others descend from it, and else not at all', async () => {
    const { userId, add, family } = await someone();
    const root = await add(null, { promptPreview: 'secret' });
    const middle = await add(root);
    const leaf = await add(middle);
    const twig = await add(middle);
    await deleteRuns(userId, [root, middle, twig]);
    const { relatives } = await family(leaf);
    expect(relatives.map(({ id, run }) => [id, run === null])).toEqual([
      [root, true],
      [middle, true],
      [leaf, false],
    ]);
    expect(JSON.stringify(relatives)).not.toContain('secret');
  });

  it('ends where rows go in a circle', async () => {
    const { add, ids } = await someone();
    const first = await add();
    const second = await add(first);
    const third = await add(second);
    await getDb().run.update({ where: { id: first }, data: { parentId: third } });
    expect((await ids(second)).toSorted()).toEqual([first, second, third].toSorted());
  });

  describe('that is large', () => {
    it('is told of from the nearest outwards, always in one piece', async () => {
      const { userId, add, family } = await someone();
      const root = await add();
      const data = Array.from({ length: 2 * MOST_RELATIVES }, (_, at) => ({
        ...aRunRow(userId),
        parentId: root,
        position: BigInt(Date.now() * 1024 + at),
      }));
      await getDb().run.createMany({ data });
      const last = data.at(-1)?.id ?? '';
      const child = await add(last);
      const { relatives, more } = await family(child);
      expect(more).toBe(true);
      expect(relatives).toHaveLength(MOST_RELATIVES);
      const known = new Set(relatives.map(({ id }) => id));
      for (const id of [root, last, child]) expect(known).toContain(id);
      for (const { parentId } of relatives) expect(parentId === null || known.has(parentId)).toBe(true);
    });

    it('is climbed for a number of generations only', async () => {
      const { add, family } = await someone();
      const line = [await add()];
      for (let at = 0; at < MOST_GENERATIONS_UP + 10; at += 1) line.push(await add(line.at(-1)));
      const { relatives, more } = await family(line.at(-1) ?? '');
      expect(more).toBe(true);
      expect(relatives.map(({ id }) => id)).toEqual(line.slice(10));
      expect(relatives[0]?.parentId).toBeNull();
    });
  });
});

function aRunRow(userId: string) {
  const { request, retries: _retries, branch: _branch, ...row } = aRun(userId);
  return { ...row, status: 'complete' as const, request: { ...request } };
}

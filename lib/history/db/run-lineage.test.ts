import { describe, expect, it } from 'vitest';
import { MAX_GENERATIONS, MAX_LINEAGE_MEMBERS, runLineageSchema } from '@/lib/history/model/run-lineage';
import { getDb } from '@/lib/platform/db/client';
import { toStored } from '@/lib/platform/db/stored-json';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun, type NewRun } from '@/lib/runs/db/insert-run';
import { deleteRuns } from '@/lib/runs/db/run-history';
import { nextPosition } from '@/lib/runs/db/run-position';
import { getRunLineage } from './run-lineage';

describeOnBothDatabases('the family of a run', () => {
  async function someone() {
    const { id: userId } = await aUser();
    const add = async (parentId: string | null = null, fields: Partial<NewRun> = {}) => {
      const run = aRun(userId, { parentId, ...fields });
      await insertRun(run);
      return run.id;
    };
    const lineage = async (id: string) => runLineageSchema.parse(await getRunLineage(userId, id));
    const ids = async (id: string) => (await lineage(id)).members.map((member) => member.id);
    return { userId, add, lineage, ids };
  }

  it('is the whole tree, the same from wherever one looks', async () => {
    const { add, lineage, ids } = await someone();
    const root = await add();
    const edited = await add(root, { branch: { kind: 'edit' } });
    const branched = await add(root, { branch: { kind: 'branch', choiceIndex: 0, tokenIndex: 3 } });
    const grandchild = await add(edited, { branch: { kind: 'regenerate' }, promptPreview: 'Third' });
    await add();
    for (const id of [root, edited, branched, grandchild]) {
      expect(await ids(id)).toEqual([root, edited, branched, grandchild]);
    }
    const { members, more } = await lineage(branched);
    expect(more).toBe(false);
    expect(members.map(({ parentId }) => parentId)).toEqual([null, root, root, edited]);
    expect(members[2]?.branch).toEqual({ kind: 'branch', choiceIndex: 0, tokenIndex: 3 });
    expect(members[3]?.run).toMatchObject({ promptPreview: 'Third', status: 'streaming', starred: false });
  });

  it('is one run alone, and nothing for another tenant or of a run that is gone', async () => {
    const { userId, add, ids } = await someone();
    const otherTenant = await aUser();
    const id = await add();
    expect(await ids(id)).toEqual([id]);
    expect(await getRunLineage(otherTenant.id, id)).toBeNull();
    expect(await getRunLineage(userId, 'nothing')).toBeNull();
    await deleteRuns(userId, [id]);
    expect(await getRunLineage(userId, id)).toBeNull();
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
    const { userId, add, lineage } = await someone();
    const root = await add(null, { promptPreview: 'secret' });
    const middle = await add(root);
    const leaf = await add(middle);
    const twig = await add(middle);
    await deleteRuns(userId, [root, middle, twig]);
    const { members } = await lineage(leaf);
    expect(members.map(({ id, run }) => [id, run === null])).toEqual([
      [root, true],
      [middle, true],
      [leaf, false],
    ]);
    expect(JSON.stringify(members)).not.toContain('secret');
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
    it('is cut from the nearest outwards, always connected', async () => {
      const { userId, add, lineage } = await someone();
      const root = await add();
      const data = Array.from({ length: 2 * MAX_LINEAGE_MEMBERS }, () => ({
        ...aRunRow(userId),
        parentId: root,
        position: nextPosition(new Date()),
      }));
      await getDb().run.createMany({ data });
      const last = data.at(-1)?.id ?? '';
      const child = await add(last);
      const { members, more } = await lineage(child);
      expect(more).toBe(true);
      expect(members).toHaveLength(MAX_LINEAGE_MEMBERS);
      const known = new Set(members.map(({ id }) => id));
      for (const id of [root, last, child]) expect(known).toContain(id);
      for (const { parentId } of members) expect(parentId === null || known.has(parentId)).toBe(true);
    });

    it('is climbed for a number of generations only', async () => {
      const { add, lineage } = await someone();
      const line = [await add()];
      for (let at = 0; at < MAX_GENERATIONS + 10; at += 1) line.push(await add(line.at(-1)));
      const { members, more } = await lineage(line.at(-1) ?? '');
      expect(more).toBe(true);
      expect(members.map(({ id }) => id)).toEqual(line.slice(10));
      expect(members[0]?.parentId).toBeNull();
    });
  });
});

function aRunRow(userId: string) {
  const { request, retries: _retries, branch: _branch, ...row } = aRun(userId);
  return { ...row, status: 'complete' as const, request: toStored(request) };
}

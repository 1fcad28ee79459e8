import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { deleteDocument } from '@/lib/documents/db/documents';
import { aStep, generated, written } from '@/lib/documents/model/testing/steps';
import { documentsOfRuns, documentsOfRunsQuery } from '@/lib/history/db/documents-of-runs';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aUser } from '@/lib/platform/db/testing/records';
import { saveSteps } from './save-steps';

describeOnBothDatabases('the documents of runs', ({ kind }) => {
  /** A document with two generations of these runs. */
  async function aDocument(userId: string, ...runIds: readonly string[]): Promise<string> {
    const id = randomUUID();
    const start = aStep(null, [written(0, 'Once')]);
    const takes = runIds.map((runId) =>
      generated(aStep(start.id, [written(4, '')], { kind: 'generated', runId }), ' upon'),
    );
    await saveSteps(userId, id, { nodes: [start, ...takes], head: start.id, since: 0 });
    return id;
  }

  it('are those of the user, whatever others write into theirs', async () => {
    const { id: userId } = await aUser();
    const { id: otherTenant } = await aUser();
    const [run, second, third] = ['run1', 'run2', 'run3'].map((name) => `${name}-${userId}`) as [
      ...[string, string, string],
    ];
    const own = await aDocument(userId, run, second);
    const other = await aDocument(userId, third);
    const foreign = await aDocument(otherTenant, run, third);
    expect(await documentsOfRuns(userId, [run, second], 10)).toEqual([own]);
    expect(new Set(await documentsOfRuns(userId, [run, third], 10))).toEqual(new Set([own, other]));
    expect(await documentsOfRuns(userId, [run, third], 1)).toHaveLength(1);
    expect(await documentsOfRuns(otherTenant, [run, second], 10)).toEqual([foreign]);
    expect(await documentsOfRuns(otherTenant, [second], 10)).toEqual([]);
    await deleteDocument(userId, own);
    expect(await documentsOfRuns(userId, [run], 10)).toEqual([]);
  });

  it('are found by an index over the user and the run', async () => {
    const query = documentsOfRunsQuery('user', ['run1', 'run2'], 10);
    const plan = await getDb().$transaction(async (db) => {
      if (kind === 'sqlite') return db.$queryRaw(Prisma.sql`EXPLAIN QUERY PLAN ${query}`);
      // A small table would be read as a whole.
      await db.$executeRaw`SET LOCAL enable_seqscan = off`;
      return db.$queryRaw(Prisma.sql`EXPLAIN ${query}`);
    });
    expect(JSON.stringify(plan)).toContain('DocumentNode_userId_runId_idx');
    expect(JSON.stringify(plan)).not.toMatch(/SCAN node|Seq Scan on \\"DocumentNode/);
  });
});

import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { insertConnection, updateConnection } from '@/lib/connections/db/connections';
import { SERVER_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aConnection, aRun, aUser } from '@/lib/platform/db/testing/records';
import type { Attempt, RunError } from '@/lib/protocol/run/run-events';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { insertRun } from '@/lib/runs/db/insert-run';
import { settleRun } from '@/lib/runs/db/save-run';
import { columnsPlan } from '@/lib/testing/comparisons';
import { createComparison } from './comparisons';
import { noteAnswer, noteRefusal, type PacedCell, putBackRefused, readPaces } from './connection-pace';
import { sweepQueues } from './keep-queue';
import { enqueueCells } from './queue';
import { readQueueCounts, readQueueLists } from './read-queue';
import { pacedCell, type TakenCell, takeNextCell } from './take-cell';

const NOBODY = { users: [], addresses: [], guestAddresses: [], guests: false };

describeOnBothDatabases('the pace of a connection', ({ kind }) => {
  afterEach(async () => {
    await getDb().queuedStart.deleteMany();
    await getDb().comparisonQueue.deleteMany();
    await getDb().connectionPace.deleteMany();
  });

  async function someone(runsAtOnce: number | null = null) {
    const userId = (await aUser()).id;
    const connection = aConnection({ runsAtOnce });
    await insertConnection(userId, connection);
    return { userId, connectionId: connection.id };
  }

  /** `on`: the connection of each cell. */
  async function queued(userId: string, on: readonly string[]) {
    const plan = columnsPlan(on.map((connectionId) => ({ connectionId })));
    const id = (await createComparison(userId, { plan }))?.id ?? '';
    const start = { userId, comparisonId: id, plan, idempotencyKey: randomUUID(), bodyHash: 'body' };
    await enqueueCells(
      { ...start, origin: null, requestId: null, watchedBy: null },
      variantsOf(plan).map(({ id: cell, connectionId }) => ({ cell, contentHash: 'same', connectionId })),
      [],
      new Set(),
    );
    return { id, userId, counts: () => readQueueCounts(id) };
  }
  type Queued = Awaited<ReturnType<typeof queued>>;

  const take = (of: readonly Queued[]) =>
    takeNextCell({
      processId: 'me',
      runId: randomUUID(),
      attended: of.map(({ id }) => id),
      leftLately: [],
      isFollowedElsewhere: false,
      full: NOBODY,
    });
  const all = async (of: readonly Queued[]) => {
    const taken: TakenCell[] = [];
    for (let next = await take(of); next !== null; next = await take(of)) taken.push(next);
    return taken;
  };

  async function run({ userId }: Queued, { runId: id, comparisonId, cell }: TakenCell) {
    await insertRun(aRun(userId, { id, comparisonId, cell, processId: 'me', source: 'compare' }));
  }
  const end = (runId: string) =>
    settleRun(runId, { state: { ...emptyRunState(1), status: 'complete' }, outputPreview: '' });
  const paced = (taken: TakenCell | null | undefined) => (taken && pacedCell(taken)) as PacedCell;
  const paceOf = (connectionId: string) => getDb().connectionPace.findUnique({ where: { connectionId } });

  const error: RunError = {
    ...{ kind: 'rate_limit', message: 'Too many.', status: 429, code: null, type: null, param: null },
    ...{ retryAfterMs: null, requestId: null, rawBody: null },
  };
  const attempt: Attempt = { number: 1, error, waitMs: 5 };
  /** The refused cells' connection is called again at once. */
  const resume = () => getDb().connectionPace.updateMany({ data: { resumesAt: 0 } });

  it('takes as many cells of a connection as its owner has set, and those of others meanwhile', async () => {
    const { userId, connectionId } = await someone(2);
    const other = aConnection();
    await insertConnection(userId, other);
    const on = [connectionId, connectionId, connectionId, other.id, connectionId];
    const one = await queued(userId, on);
    const taken = await all([one]);
    expect(taken.map(({ cell }) => cell)).toEqual(['a', 'b', 'd']);
    // Another comparison counts for the same connection.
    const two = await queued(userId, [connectionId, other.id]);
    expect((await all([one, two])).map(({ cell }) => cell)).toEqual(['b']);
    for (const { runId } of taken.slice(0, 1)) {
      await run(one, taken[0] as TakenCell);
      await end(runId);
    }
    expect(await all([one, two])).toHaveLength(1);
    await updateConnection(userId, connectionId, { runsAtOnce: 3 });
    expect(await all([one, two])).toHaveLength(1);
    await updateConnection(userId, connectionId, { runsAtOnce: null });
    await all([one, two]);
    expect((await one.counts()).waiting + (await two.counts()).waiting).toBe(0);
  });

  it('is the same when many take at once', async () => {
    const { userId, connectionId } = await someone(2);
    const one = await queued(userId, Array(8).fill(connectionId));
    for (let round = 1; round <= 4; round += 1) {
      const taken = await Promise.all(Array.from({ length: 6 }, () => take([one])));
      const got = taken.filter((cell) => cell !== null);
      // Those that found the last place taken look again later.
      got.push(...(await all([one])));
      expect(got).toHaveLength(2);
      expect((await one.counts()).taken).toHaveLength(2);
      for (const cell of got) {
        await run(one, cell);
        await end(cell.runId);
      }
    }
    expect(await one.counts()).toMatchObject({ waiting: 0, taken: [] });
  });

  it('knows nothing of a connection that is not the user’s', async () => {
    const stranger = await someone(1);
    const { userId } = await someone();
    const one = await queued(userId, [stranger.connectionId, stranger.connectionId, SERVER_CONNECTION_ID]);
    const taken = await all([one]);
    expect(taken.map((cell) => cell.connectionId)).toEqual([null, null, SERVER_CONNECTION_ID]);
    expect(await paceOf(stranger.connectionId)).toBeNull();
  });

  it('halves what runs at once for all calls of a moment that are refused, and goes up by one a round', async () => {
    const { userId, connectionId } = await someone();
    const one = await queued(userId, Array(8).fill(connectionId));
    const taken = await all([one]);
    expect(taken).toHaveLength(8);
    for (const cell of taken.slice(0, 3)) await noteRefusal(paced(cell));
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: 4 });
    expect((await readPaces()).slowed).toEqual(new Set([connectionId]));
    // An answer to a call from before says nothing of the new pace.
    await noteAnswer(paced(taken[3]), 8);
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: 4, answers: 0 });
    const later = { ...paced(taken[0]), takenAt: Number((await paceOf(connectionId))?.loweredAt) + 1 };
    for (let answers = 1; answers <= 3; answers += 1) await noteAnswer(later, 8);
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: 4, answers: 3, failingSince: null });
    await noteAnswer(later, 8);
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: 5, answers: 0 });
    for (let answers = 1; answers <= 5 + 6 + 7; answers += 1) await noteAnswer(later, 8);
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: null });
    expect((await readPaces()).slowed).toEqual(new Set());
  });

  it('needs no limit once it was not slowed down again for long', async () => {
    const { userId, connectionId } = await someone();
    const one = await queued(userId, [connectionId, connectionId]);
    const taken = await all([one]);
    await noteRefusal(paced(taken[0]));
    await getDb().connectionPace.updateMany({ data: { loweredAt: 1n } });
    await noteAnswer(paced(taken[1]), 500);
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: null });
  });

  it('never goes below one, nor above what its owner has set', async () => {
    const { userId, connectionId } = await someone(2);
    const one = await queued(userId, [connectionId, connectionId]);
    const taken = await all([one]);
    await noteRefusal(paced(taken[0]));
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: 1 });
    const later = { ...paced(taken[0]), takenAt: Number((await paceOf(connectionId))?.loweredAt) + 1 };
    await noteRefusal(later);
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: 1 });
    const again = { ...later, takenAt: Number((await paceOf(connectionId))?.loweredAt) + 1 };
    await noteAnswer(again, 8);
    expect(await paceOf(connectionId)).toMatchObject({ atOnce: null });
  });

  it('puts a refused cell back before all others, and its run is gone', async () => {
    const { userId, connectionId } = await someone();
    const one = await queued(userId, [connectionId, connectionId, connectionId]);
    const a = (await take([one])) as TakenCell;
    await run(one, a);
    await noteRefusal(paced(a));
    expect(await putBackRefused(paced(a), [attempt], 60_000)).toBe(true);
    expect(await getDb().run.count({ where: { id: a.runId } })).toBe(0);
    const counts = await one.counts();
    expect(counts).toMatchObject({ waiting: 2, retrying: ['a'], taken: [], total: 3, version: 1 });
    expect(counts.nextTryMs).toBeGreaterThan(30_000);
    expect((await readQueueLists(one.id)).waiting).toEqual(['b', 'c']);
    // Nothing goes to that connection for now, and everything to others.
    expect(await take([one])).toBeNull();
    const elsewhere = await someone();
    const two = await queued(elsewhere.userId, [elsewhere.connectionId]);
    expect((await take([one, two]))?.comparisonId).toBe(two.id);
    expect((await two.counts()).nextTryMs).toBeNull();
    await resume();
    expect(await take([one])).toMatchObject({ cell: 'a', tries: 1, attempts: [attempt], isSlowed: true });
    // One at once from now on.
    expect(await take([one])).toBeNull();
    expect(await one.counts()).toMatchObject({ waiting: 2, retrying: [], nextTryMs: 0 });
  });

  it('puts nothing back that has ended, or is to be stopped', async () => {
    const { userId, connectionId } = await someone();
    const one = await queued(userId, [connectionId, connectionId]);
    const [a, b] = (await all([one])) as [TakenCell, TakenCell];
    for (const cell of [a, b]) await run(one, cell);
    await getDb().queuedCell.updateMany({ where: { runId: a.runId }, data: { stop: 'stop' } });
    expect(await putBackRefused(paced(a), [attempt], 5)).toBe(false);
    await end(b.runId);
    expect(await putBackRefused(paced(b), [attempt], 5)).toBe(false);
    expect(await getDb().run.count({ where: { comparisonId: one.id } })).toBe(2);
    expect(await one.counts()).toMatchObject({ waiting: 0, retrying: [], taken: [{ cell: 'a' }] });
  });

  it('puts a cell back once', async () => {
    const { userId, connectionId } = await someone();
    const one = await queued(userId, [connectionId]);
    const a = (await take([one])) as TakenCell;
    await run(one, a);
    const both = await Promise.allSettled([1, 2].map(() => putBackRefused(paced(a), [attempt], 0)));
    expect(both.filter((one) => one.status === 'fulfilled' && one.value)).toHaveLength(1);
    await resume();
    expect((await all([one])).map(({ cell, tries }) => [cell, tries])).toEqual([['a', 1]]);
  });

  it('says for how long every call was refused', async () => {
    const { userId, connectionId } = await someone();
    const one = await queued(userId, [connectionId]);
    const a = (await take([one])) as TakenCell;
    expect(await noteRefusal(paced(a))).toBeLessThan(10_000);
    await getDb().connectionPace.updateMany({ data: { failingSince: 1n } });
    expect(await noteRefusal(paced(a))).toBeGreaterThan(10_000_000);
    // Nobody has called since long ago.
    await getDb().connectionPace.updateMany({ data: { loweredAt: 1n } });
    expect(await noteRefusal(paced(a))).toBeLessThan(10_000);
  });

  it('is swept once nothing waits for it', async () => {
    const { userId, connectionId } = await someone();
    const one = await queued(userId, [connectionId]);
    await sweepQueues(new Date(Date.now() + 1000));
    expect(await paceOf(connectionId)).not.toBeNull();
    const a = (await take([one])) as TakenCell;
    await run(one, a);
    await end(a.runId);
    await sweepQueues(new Date(0));
    expect(await paceOf(connectionId)).not.toBeNull();
    await sweepQueues(new Date(Date.now() + 1000));
    expect(await paceOf(connectionId)).toBeNull();
    expect(kind).toBeDefined();
  });
});

import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { recountAll } from '@/lib/accounts/db/storage/count-stored';
import { storageUse } from '@/lib/accounts/db/storage/storage-use';
import { deleteUser } from '@/lib/accounts/db/users';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { insertRun } from '@/lib/runs/db/insert-run';
import { endLease, interruptOrphans, renewLease } from '@/lib/runs/db/process-lease';
import { settleRun } from '@/lib/runs/db/save-run';
import { columnsPlan, sweepPlan } from '@/lib/testing/comparisons';
import { createComparison, deleteComparison } from './comparisons';
import {
  cellsOfServer,
  freeCellsOfTheDead,
  noteLeftLately,
  noteWatched,
  noteWatchedAgain,
  sweepQueues,
  unwatchedComparisons,
} from './keep-queue';
import {
  cellsOfTokens,
  clearCells,
  clearUnwatched,
  clearUser,
  enqueueCells,
  setBackground,
  setPaused,
} from './queue';
import { readQueueCounts, readQueueLists } from './read-queue';
import {
  leaveCellTo,
  nextQueue,
  putBackCell,
  refuseCell,
  startOfCells,
  type TakenCell,
  type Taker,
  takeNextCell,
  whatIsQueued,
} from './take-cell';

const LEASE_MS = 15_000;
const NOBODY = { users: [], addresses: [], guestAddresses: [], guests: false };

describeOnBothDatabases('the queue of cells', ({ kind }) => {
  afterEach(async () => {
    await getDb().queuedStart.deleteMany();
    await getDb().comparisonQueue.deleteMany();
  });

  async function someone() {
    return (await aUser()).id;
  }

  async function compare(userId: string, plan: ComparisonPlan = columnsPlan([{}, {}, {}])) {
    const id = (await createComparison(userId, { plan }))?.id ?? '';
    const start = async (
      cells: readonly string[] = cellsOf(plan),
      {
        hash = 'same',
        connectionId = PRACTICE_CONNECTION_ID,
        ...more
      }: Partial<Parameters<typeof enqueueCells>[0]> & { hash?: string; connectionId?: string } = {},
    ) =>
      enqueueCells(
        {
          userId,
          comparisonId: id,
          idempotencyKey: randomUUID(),
          bodyHash: 'body',
          plan,
          origin: null,
          requestId: null,
          watchedBy: null,
          ...more,
        },
        cells.map((cell) => ({ cell, contentHash: hash, connectionId })),
        [],
        new Set(),
      );
    return {
      id,
      userId,
      start,
      waiting: async () => (await readQueueLists(id)).waiting,
      counts: () => readQueueCounts(id),
    };
  }
  type Compared = Awaited<ReturnType<typeof compare>>;

  const taker = (of: readonly Compared[], more: Partial<Taker> = {}): Taker => ({
    processId: 'me',
    runId: randomUUID(),
    attended: of.map(({ id }) => id),
    leftLately: [],
    isFollowedElsewhere: false,
    full: NOBODY,
    ...more,
  });
  /** Takes as the server that watches these comparisons. */
  const take = (of: readonly Compared[], more: Partial<Taker> = {}) => takeNextCell(taker(of, more));

  /** The run that a taken cell has from then on. */
  async function run({ userId }: Compared, taken: TakenCell, processId = 'me', key: string | null = null) {
    const { runId: id, comparisonId, cell } = taken;
    return insertRun(
      aRun(userId, { id, comparisonId, cell, processId, source: 'compare', idempotencyKey: key }),
    );
  }
  const end = (runId: string) =>
    settleRun(runId, { state: { ...emptyRunState(1), status: 'complete' }, outputPreview: '' });

  it('gives cells in the order of the plan, each once, and forgets them when their runs end', async () => {
    const one = await compare(await someone());
    expect(await one.start()).toEqual({ kind: 'queued', stopped: [] });
    expect(await one.waiting()).toEqual(['a', 'b', 'c']);
    const taken = [await take([one]), await take([one])] as [TakenCell, TakenCell];
    expect(taken.map(({ cell }) => cell)).toEqual(['a', 'b']);
    expect(await one.waiting()).toEqual(['c']);
    const start = await startOfCells(taken[0].startId);
    expect(start).toMatchObject({ userId: one.userId, plan: columnsPlan([{}, {}, {}]) });
    await run(one, taken[0]);
    expect((await one.counts()).taken).toEqual([
      { cell: 'a', runId: taken[0].runId, processId: 'me', hasRun: true },
      { cell: 'b', runId: taken[1].runId, processId: 'me', hasRun: false },
    ]);
    await end(taken[0].runId);
    expect((await one.counts()).taken.map(({ cell }) => cell)).toEqual(['b']);
    expect(await one.counts()).toMatchObject({ total: 3, waiting: 1 });
    expect((await take([one]))?.cell).toBe('c');
    expect(await take([one])).toBeNull();
  });

  it('gives every cell to exactly one of many takers at the same time', async () => {
    const one = await compare(await someone(), sweepPlan());
    await one.start();
    const found: string[] = [];
    const taker = async (processId: string) => {
      for (let taken = await take([one], { processId }); taken; taken = await take([one], { processId })) {
        found.push(taken.cell);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, at) => taker(`server ${at}`)));
    // With all of the rest locked by others, a taker may see nothing for a moment.
    await taker('the last');
    expect([...found].sort()).toEqual([...cellsOf(sweepPlan())].sort());
  });

  it('takes nothing in for somebody who may not ask any more', async () => {
    const one = await compare(await someone());
    const refused = one.start(undefined, {
      checkAccess: async (db) => {
        // In the very transaction.
        await db.comparison.update({
          where: { id: one.id },
          data: { title: 'undone' },
          select: { id: true },
        });
        throw new Error('revoked');
      },
    });
    await expect(refused).rejects.toThrow('revoked');
    expect(await one.waiting()).toEqual([]);
    expect(await getDb().queuedStart.count()).toBe(0);
    const kept = await getDb().comparison.findUniqueOrThrow({ where: { id: one.id } });
    expect(kept.title).not.toBe('undone');
  });

  it('knows what tokens have started, without what is being stopped', async () => {
    const one = await compare(await someone());
    const origin = { address: '192.0.2.1', isGuest: false, isNewcomer: false };
    await one.start(['a', 'b'], { origin: { ...origin, tokenId: 'ci' } });
    expect((await take([one]))?.cell).toBe('a');
    expect(await cellsOfTokens(one.userId, 'ci')).toEqual(new Map([[one.id, ['a', 'b']]]));
    expect(await cellsOfTokens(one.userId, 'another')).toEqual(new Map());
    await clearCells(one.id, ['a'], 'stop');
    // Its owner starts it again while the first still ends.
    await one.start(['a'], { origin });
    expect(await cellsOfTokens(one.userId, 'ci')).toEqual(new Map([[one.id, ['b']]]));
    await clearCells(one.id, ['b'], 'stop');
    expect(await cellsOfTokens(one.userId, 'ci')).toEqual(new Map());
    expect(await one.waiting()).toEqual(['a']);
  });

  it('lets users take turns, and the comparisons of one user', async () => {
    const [ann, bob] = [await someone(), await someone()];
    const [first, second, third] = [await compare(ann), await compare(ann), await compare(bob)];
    for (const one of [first, second, third]) await one.start();
    const names = new Map([
      [first.id, 'ann 1'],
      [second.id, 'ann 2'],
      [third.id, 'bob'],
    ]);
    const order: unknown[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      // Over all servers.
      const taken = await take([first, second, third], { processId: `server ${turn % 2}` });
      order.push(names.get(taken?.comparisonId ?? ''));
    }
    const turns = ['ann 1', 'bob', 'ann 2', 'bob', 'ann 1', 'bob', 'ann 2', 'ann 1', 'ann 2'];
    expect(order).toEqual(turns);
  });

  it('says whose turn it is, and gives a cell of that user only', async () => {
    const [ada, bob] = [await compare(await someone()), await compare(await someone())];
    for (const one of [ada, bob]) await one.start();
    const both = taker([ada, bob]);
    const first = await nextQueue(both);
    expect(first).toMatchObject({ comparisonId: ada.id, userId: ada.userId, isGuest: false });
    expect((await takeNextCell(both, bob.userId))?.comparisonId).toBe(bob.id);
    expect((await takeNextCell(taker([ada, bob]), ada.userId))?.comparisonId).toBe(ada.id);
    expect(await takeNextCell(taker([ada, bob]), randomUUID())).toBeNull();
    const full = { ...NOBODY, users: [ada.userId] };
    expect((await nextQueue(taker([ada, bob], { full })))?.userId).toBe(bob.userId);
    expect(await nextQueue(taker([]))).toBeNull();
  });

  it('passes over who has no slot', async () => {
    const [ann, bob, guest] = [
      await compare(await someone()),
      await compare(await someone()),
      await compare(await someone()),
    ];
    await ann.start();
    await bob.start(['a'], { origin: { address: '203.0.113.7', isGuest: false, isNewcomer: true } });
    await guest.start(['b'], { origin: { address: '203.0.113.8', isGuest: true, isNewcomer: true } });
    const all = [ann, bob, guest];
    const next = async (full: Partial<Taker['full']>) => {
      const taken = await take(all, { full: { ...NOBODY, users: [ann.userId], ...full } });
      if (taken) await putBackCell(taken);
      return taken?.comparisonId ?? null;
    };
    expect(await next({})).toBe(bob.id);
    expect(await next({ addresses: ['203.0.113.7'] })).toBe(guest.id);
    expect(await next({ addresses: ['203.0.113.7'], guestAddresses: ['203.0.113.8'] })).toBeNull();
    expect(await next({ addresses: ['203.0.113.7'], guests: true })).toBeNull();
    expect(await next({ guestAddresses: ['203.0.113.7'] })).toBe(bob.id);
  });

  it('is run where it is watched; in the background by anybody, once nobody watches', async () => {
    const watched = await compare(await someone());
    await watched.start(['a', 'b'], { watchedBy: 'other' });
    expect(await take([])).toBeNull();
    expect(await take([], { isFollowedElsewhere: true })).toMatchObject(
      kind === 'postgresql' ? { cell: 'a' } : {},
    );
    await clearUser(watched.userId);
    const plan = columnsPlan([{}, {}], { background: true });
    const background = await compare(await someone(), plan);
    await background.start(['a', 'b'], { watchedBy: 'other' });
    // On SQLite there is no other.
    expect((await take([]))?.cell ?? null).toBe(kind === 'sqlite' ? 'a' : null);
    await getDb().comparisonQueue.updateMany({ data: { watchedUntil: 0 } });
    expect(await take([])).not.toBeNull();
  });

  it('is one start, however often the same request comes, at the same time too', async () => {
    const one = await compare(await someone());
    const key = randomUUID();
    const results = await Promise.all(
      Array.from({ length: 4 }, () => one.start(['a', 'b'], { idempotencyKey: key })),
    );
    expect(results.filter((result) => result.kind === 'queued')).toHaveLength(1);
    expect(results.filter((result) => result.kind === 'known')).toHaveLength(3);
    expect(await one.start(['c'], { idempotencyKey: key, bodyHash: 'other' })).toEqual({
      kind: 'known',
      bodyHash: 'body',
    });
    expect(await one.counts()).toMatchObject({ total: 2, waiting: 2, version: 1 });
  });

  it('keeps what is under way with the same content, and replaces what is not', async () => {
    const one = await compare(await someone());
    await one.start();
    const a = await take([one]);
    expect(await one.start()).toEqual({ kind: 'queued', stopped: [] });
    expect(await one.counts()).toMatchObject({ total: 3, waiting: 2 });
    expect(await one.start(['a', 'b'], { hash: 'other' })).toEqual({ kind: 'queued', stopped: [a?.runId] });
    expect(await one.waiting()).toEqual(['c', 'a', 'b']);
    // The run that ends now, two that were replaced (one of them waited), and one that was not.
    expect(await one.counts()).toMatchObject({ total: 4, waiting: 3 });
    expect(await cellsOfServer('me')).toEqual([{ runId: a?.runId, stop: 'stop' }]);
  });

  it('clears cells that wait and marks those that are taken, also in the middle of a start', async () => {
    const one = await compare(await someone());
    await one.start();
    const a = await take([one]);
    expect(await clearCells(one.id, ['b'], 'stop')).toEqual([]);
    expect(await one.waiting()).toEqual(['c']);
    expect(await clearCells(one.id, null, 'stop')).toEqual([a?.runId]);
    expect(await one.counts()).toMatchObject({ total: 1, waiting: 0, taken: [{ cell: 'a' }] });
    // It was not started yet: it does not wait again.
    if (a) await putBackCell(a);
    expect(await one.counts()).toMatchObject({ total: 0, waiting: 0, taken: [] });
  });

  it('puts a cell back where it was, and keeps why another could not be started', async () => {
    const one = await compare(await someone());
    await one.start();
    const [a, b] = [await take([one]), await take([one])];
    if (!a || !b) throw new Error('nothing taken');
    const { version } = await one.counts();
    await putBackCell(a);
    expect(await one.waiting()).toEqual(['a', 'c']);
    expect((await one.counts()).version).toBe(version + 1);
    const why = { code: 'not_found', message: 'Gone.', param: 'connectionId' };
    expect(await refuseCell(b.runId, why)).toBe(true);
    expect(await refuseCell(b.runId, why)).toBe(false);
    expect((await readQueueLists(one.id)).refused).toEqual([{ cell: 'b', ...why }]);
    expect(await one.counts()).toMatchObject({ total: 3, waiting: 2, refused: 1, taken: [] });
    await clearCells(one.id, null, 'stop');
    expect(await one.counts()).toMatchObject({ refused: 1 });
    await one.start(['b']);
    expect(await one.counts()).toMatchObject({ refused: 0, waiting: 1, total: 1 });
  });

  it('forgets cells that were refused once the plan does not have them', async () => {
    const one = await compare(await someone());
    const column = (id: string) => ({ id, model: '' });
    const refuse = async (ids: readonly string[]) =>
      enqueueCells(
        {
          ...{ userId: one.userId, comparisonId: one.id, idempotencyKey: randomUUID(), bodyHash: 'body' },
          ...{ plan: columnsPlan(ids.map(column)), origin: null, requestId: null, watchedBy: null },
        },
        [],
        ids.map((cell) => ({ cell, code: 'invalid_request', message: 'Choose a model.', param: 'model' })),
        new Set(),
      );
    const refused = async () => (await readQueueLists(one.id)).refused.map(({ cell }) => cell);
    for (let turn = 0; turn < 4; turn += 1) await refuse([`x${turn}`, `y${turn}`, 'same']);
    expect(await refused()).toEqual(['x3', 'y3', 'same']);
    expect(await getDb().queuedCell.count({ where: { comparisonId: one.id } })).toBe(3);
    // Also by a start of nothing; those that the plan still has stay.
    await one.start([], { plan: columnsPlan([column('y3'), {}]) });
    expect(await refused()).toEqual(['y3']);
  });

  it('gives cells of dead servers back, exactly once, but not those that have a run', async () => {
    const one = await compare(await someone());
    await one.start();
    await renewLease({ id: 'dead', host: 'here', pid: 1 });
    const [a, b] = [await take([one], { processId: 'dead' }), await take([one], { processId: 'dead' })];
    if (!a || !b) throw new Error('nothing taken');
    await run(one, a, 'dead');
    expect(await freeCellsOfTheDead('judge', LEASE_MS, 0)).toEqual([]);
    await getDb().serverProcess.update({ where: { id: 'dead' }, data: { seenAt: 0 } });
    // Who may not judge leaves it alone.
    expect(await freeCellsOfTheDead('judge', null, 0)).toEqual([]);
    expect(await freeCellsOfTheDead('dead', LEASE_MS, 0)).toEqual([]);
    const judges = Array.from({ length: 4 }, (_, at) => freeCellsOfTheDead(`judge ${at}`, LEASE_MS, 0));
    expect((await Promise.all(judges)).flat()).toEqual([one.id]);
    expect(await one.waiting()).toEqual(['b', 'c']);
    expect((await one.counts()).taken.map(({ cell }) => cell)).toEqual(['a']);
    // Its run is closed with all others of the dead, and the cell is not run again by itself.
    expect(await interruptOrphans('judge', LEASE_MS)).toBe(1);
    expect(await one.counts()).toMatchObject({ total: 3, waiting: 2, taken: [] });
    await endLease('dead');
  });

  it('leaves a cell to the run that it turns out to have', async () => {
    const one = await compare(await someone());
    await one.start(['a', 'b']);
    const slow = await take([one], { processId: 'slow' });
    if (!slow) throw new Error('nothing taken');
    // Taken for dead in the moment between taking the cell and its run, which comes first all the same.
    expect(await freeCellsOfTheDead('me', LEASE_MS, 0)).toEqual([one.id]);
    const again = await take([one]);
    if (!again) throw new Error('nothing taken');
    expect(again.cell).toBe('a');
    expect(await run(one, slow, 'slow', 'key')).toMatchObject({ ok: true });
    expect(await run(one, again, 'me', 'key')).toMatchObject({
      ok: false,
      existing: { id: slow.runId },
    });
    await leaveCellTo(again, slow.runId);
    expect((await one.counts()).taken).toEqual([
      { cell: 'a', runId: slow.runId, processId: 'slow', hasRun: true },
    ]);
    await end(slow.runId);
    expect(await one.counts()).toMatchObject({ waiting: 1, taken: [] });
    // The other way round: it has ended before.
    const b = await take([one]);
    if (!b) throw new Error('nothing taken');
    await leaveCellTo(b, slow.runId);
    expect(await one.counts()).toMatchObject({ waiting: 0, taken: [] });
  });

  it('is cleared when nobody watches it anywhere, unless it goes on in the background', async () => {
    const one = await compare(await someone());
    await one.start(['a', 'b'], { watchedBy: 'other' });
    const a = await take([one]);
    expect(await clearUnwatched(one.id, 'me')).toBeNull();
    await noteWatched([one.id], 'me');
    expect(await unwatchedComparisons()).toEqual([]);
    await setBackground(one.id, true);
    expect(await clearUnwatched(one.id, 'me')).toBeNull();
    await setBackground(one.id, false);
    await getDb().comparisonQueue.updateMany({ data: { watchedUntil: 0, watchedBy: 'other' } });
    expect(await unwatchedComparisons()).toEqual([{ comparisonId: one.id, userId: one.userId }]);
    expect(await clearUnwatched(one.id, 'me')).toEqual([a?.runId]);
    expect(await one.waiting()).toEqual([]);
    expect(await cellsOfServer('me')).toEqual([{ runId: a?.runId, stop: 'unwatched' }]);
    if (a) await putBackCell(a);
    expect(await unwatchedComparisons()).toEqual([]);
    // A server that has died: its page gets some time to find another one.
    await one.start(['c'], { watchedBy: 'dead' });
    await freeCellsOfTheDead('me', LEASE_MS, 60_000);
    expect(await unwatchedComparisons()).toEqual([]);
    expect(await clearUnwatched(one.id, 'me')).toBeNull();
    await getDb().comparisonQueue.updateMany({ data: { watchedUntil: 0 } });
    expect(await clearUnwatched(one.id, 'me')).toEqual([]);
    expect(await one.waiting()).toEqual([]);
  });

  it('is watched where somebody watches, not where somebody has just left', async () => {
    const one = await compare(await someone());
    const watchedBy = async () =>
      (await getDb().comparisonQueue.findUniqueOrThrow({ where: { comparisonId: one.id } })).watchedBy;
    await one.start(['a', 'b', 'c'], { watchedBy: 'left' });
    await noteLeftLately([one.id], 'left');
    expect(await watchedBy()).toBe('left');
    await noteWatchedAgain([one.id], 'here');
    expect(await watchedBy()).toBe('here');
    await noteLeftLately([one.id], 'left');
    expect(await watchedBy()).toBe('here');
    expect(await clearUnwatched(one.id, 'left')).toBeNull();
    const lately = { attended: [], leftLately: [one.id] };
    // On SQLite there is no other.
    if (kind === 'postgresql') expect(await take([], { ...lately, processId: 'left' })).toBeNull();
    expect(await take([], { ...lately, processId: 'here' })).toMatchObject({ cell: 'a' });
    await getDb().comparisonQueue.updateMany({ data: { watchedUntil: 0 } });
    await noteLeftLately([one.id], 'left');
    expect(await watchedBy()).toBe('left');
    expect(await clearUnwatched(one.id, 'here')).toBeNull();
    expect(await clearUnwatched(one.id, 'left')).toHaveLength(1);
  });

  it('goes with its comparison, and nothing comes after that', async () => {
    const one = await compare(await someone());
    await one.start();
    const a = await take([one]);
    await Promise.all([deleteComparison(one.userId, one.id), one.start(['b'], { hash: 'other' })]);
    expect(await one.waiting()).toEqual([]);
    expect(await cellsOfServer('me')).toEqual([{ runId: a?.runId, stop: 'stop' }]);
    expect(await one.start(['c'])).toEqual({ kind: 'no_comparison' });
    await getDb().comparison.delete({ where: { id: one.id } });
    expect(await cellsOfServer('me')).toEqual([]);
    expect(await getDb().queuedStart.count({ where: { comparisonId: one.id } })).toBe(0);
  });

  it('goes with its user', async () => {
    const [one, other] = [await compare(await someone()), await compare(await someone())];
    await one.start();
    await other.start();
    const taken = await take([one]);
    expect(await clearUser(one.userId)).toEqual([one.id]);
    expect(await one.waiting()).toEqual([]);
    expect(await other.waiting()).toHaveLength(3);
    await deleteUser(one.userId);
    expect(await getDb().queuedCell.count({ where: { runId: taken?.runId ?? '' } })).toBe(0);
  });

  it('counts for its user’s storage while it waits, and is swept', async () => {
    const one = await compare(await someone());
    const used = async () => (await storageUse(one.userId))?.bytes ?? 0;
    const before = await used();
    const plan = columnsPlan([{}, {}, {}]);
    await one.start();
    const bytes = 512 + Buffer.byteLength(JSON.stringify(plan)) + 3 * 256;
    expect(await used()).toBe(before + bytes);
    await sweepQueues(new Date(0));
    expect(await used()).toBe(before + bytes);
    expect(await recountAll()).toBe(0);
    const taken = await take([one]);
    await clearCells(one.id, null, 'stop');
    await sweepQueues(new Date(0));
    // The cell that is taken may have to wait again.
    expect(await used()).toBe(before + bytes);
    if (taken) await putBackCell(taken);
    await sweepQueues(new Date(0));
    expect(await used()).toBe(before + 512);
    await sweepQueues(new Date(Date.now() + 1000));
    expect(await used()).toBe(before);
    expect(await getDb().comparisonQueue.count({ where: { comparisonId: one.id } })).toBe(0);
    expect(await recountAll()).toBe(0);
  });

  it('knows whether there is anything to do', async () => {
    expect(await whatIsQueued()).toEqual({ isWaiting: false, isTaken: false });
    const one = await compare(await someone());
    await one.start(['a']);
    expect(await whatIsQueued()).toEqual({ isWaiting: true, isTaken: false });
    const a = await take([one]);
    expect(await whatIsQueued()).toEqual({ isWaiting: false, isTaken: true });
    if (a) await run(one, a);
    await getDb().run.delete({ where: { id: a?.runId ?? '' } });
    expect(await whatIsQueued()).toEqual({ isWaiting: false, isTaken: false });
  });

  it('takes nothing of a queue that is paused, and keeps what waits in it', async () => {
    const one = await compare(await someone());
    await one.start();
    const a = await take([one]);
    await setPaused(one.id, true);
    expect(await take([one])).toBeNull();
    expect(await nextQueue(taker([one]))).toBeNull();
    expect(await whatIsQueued()).toEqual({ isWaiting: false, isTaken: true });
    expect(await one.counts()).toMatchObject({ paused: true, waiting: 2, taken: [{ cell: 'a' }] });
    // Unwatched, what runs is stopped; the rest waits for somebody to resume it.
    expect((await unwatchedComparisons()).map(({ comparisonId }) => comparisonId)).toEqual([one.id]);
    expect(await clearUnwatched(one.id, 'me')).toEqual([a?.runId]);
    if (a) await putBackCell(a);
    expect(await one.waiting()).toEqual(['b', 'c']);
    expect(await unwatchedComparisons()).toEqual([]);
    await sweepQueues(new Date(Date.now() + 1000));
    expect(await one.counts()).toMatchObject({ paused: true, waiting: 2 });
    // What is started meanwhile joins it.
    await one.start(['a']);
    expect(await take([one])).toBeNull();
    await setPaused(one.id, false);
    expect((await take([one]))?.cell).toBe('b');
  });

  it('is not paused without anything that waits', async () => {
    const one = await compare(await someone());
    await one.start(['a']);
    await setPaused(one.id, true);
    await clearCells(one.id, null, 'stop');
    expect(await one.counts()).toMatchObject({ paused: false, waiting: 0 });
    await one.start(['a', 'b']);
    await setPaused(one.id, true);
    await clearCells(one.id, ['a'], 'stop');
    expect(await one.counts()).toMatchObject({ paused: true, waiting: 1 });
    await clearCells(one.id, ['b'], 'stop');
    await one.start(['c']);
    expect((await take([one]))?.cell).toBe('c');
    await setPaused(one.id, true);
    expect(await one.counts()).toMatchObject({ paused: false, taken: [{ cell: 'c' }] });
  });

  it('holds thousands of cells, and is read in parts', async () => {
    const one = await compare(await someone());
    const cells = Array.from({ length: 5_000 }, (_, at) => `r${at}`);
    await one.start(cells);
    expect(await one.waiting()).toEqual(cells);
    expect((await take([one]))?.cell).toBe('r0');
    expect(await one.counts()).toMatchObject({ waiting: 4_999, total: 5_000 });
    expect(await clearCells(one.id, cells, 'stop')).toHaveLength(1);
    expect(await one.counts()).toMatchObject({ waiting: 0, total: 1 });
  });
});

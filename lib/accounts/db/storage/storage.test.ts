import { expect, it, vi } from 'vitest';
import { addVote, deleteVote } from '@/lib/compare/db/comparison-votes';
import {
  createComparison,
  deleteComparison,
  sweepDeletedComparisons,
  updateComparison,
} from '@/lib/compare/db/comparisons';
import { insertConnection } from '@/lib/connections/db/connections';
import { editRun, tagRuns, untagRuns } from '@/lib/history/db/run-edit';
import { readRunsForExport } from '@/lib/history/db/run-export';
import { importRuns } from '@/lib/history/db/run-import';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { type DbTransaction, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import { readMigrations } from '@/lib/platform/db/migration-files';
import { revokeShares } from '@/lib/platform/db/share-state';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aConnection, aRun, aUser, insertShare } from '@/lib/platform/db/testing/records';
import { deletePreset, savePreset } from '@/lib/playground/db/presets';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { insertRun } from '@/lib/runs/db/insert-run';
import { deleteRuns, sweepDeletedRuns } from '@/lib/runs/db/run-history';
import { checkpointRuns, settleRun } from '@/lib/runs/db/save-run';
import { columnsPlan } from '@/lib/testing/comparisons';
import { deleteUser } from '../users';
import { countUncounted, recountAll } from './count-stored';
import { storageUse, storedBytes } from './storage-use';

const LATER = () => new Date(Date.now() + 60_000);
const text = 'Łódź 🚀 '.repeat(1_000);
const textBytes = Buffer.byteLength(text);

async function bytesOf(userId: string): Promise<number> {
  return (await storageUse(userId))?.bytes ?? -1;
}

/** The bytes by which the person's sum grew. */
async function growth(userId: string, act: () => Promise<unknown>): Promise<number> {
  const before = await bytesOf(userId);
  await act();
  return (await bytesOf(userId)) - before;
}

function ended(outputs: readonly string[]) {
  const state = emptyRunState(outputs.length);
  return {
    outputPreview: '',
    state: {
      ...state,
      status: 'complete' as const,
      choices: outputs.map((output, index) => ({ index, text: output, finishReason: 'stop', tokens: null })),
    },
  };
}

async function anEndedRun(userId: string, outputs = [text]): Promise<string> {
  const run = aRun(userId);
  await insertRun(run);
  await settleRun(run.id, ended(outputs));
  return run.id;
}

const plan = (prompt: string) => columnsPlan([{}], { prompt });

describeOnBothDatabases('what a person stores', () => {
  it('grows with a run when it begins and when it ends, and shrinks when it is deleted for good', async () => {
    const { id: userId } = await aUser();
    expect(await bytesOf(userId)).toBe(0);
    const run = aRun(userId, { request: { model: 'practice', prompt: text } });
    const begun = await growth(userId, () => insertRun(run));
    expect(begun).toBeGreaterThan(textBytes);
    expect(begun).toBeLessThan(textBytes + 2_000);
    const checkpoint = { runId: run.id, choices: [], outputPreview: '' };
    expect(await growth(userId, () => checkpointRuns([checkpoint]))).toBe(0);
    const whole = await growth(userId, () => settleRun(run.id, ended([text, text])));
    expect(whole).toBeGreaterThan(2 * textBytes);
    expect(await growth(userId, () => deleteRuns(userId, [run.id]))).toBe(0);
    expect(await growth(userId, () => sweepDeletedRuns(LATER()))).toBe(-begun - whole);
    expect(await storedBytes(run.id)).toBe(0);
  });

  it('grows and shrinks with notes and tags', async () => {
    const { id: userId } = await aUser();
    const runId = await anEndedRun(userId);
    expect(await growth(userId, () => editRun(userId, runId, { note: 'é'.repeat(100) }))).toBe(200);
    expect(await growth(userId, () => editRun(userId, runId, { note: null }))).toBe(-200);
    const tagged = await growth(userId, () => tagRuns(userId, [runId], 'keep'));
    expect(tagged).toBeGreaterThan(4);
    expect(await growth(userId, () => untagRuns(userId, [runId], 'keep'))).toBe(-tagged);
  });

  it('counts comparisons with their votes, links, presets, connections', async () => {
    const { id: userId } = await aUser();
    const made = await createComparison(userId, { plan: plan(text) });
    if (!made) throw new Error('no comparison');
    expect(await bytesOf(userId)).toBeGreaterThan(textBytes);
    const edit = { updatedAt: made.updatedAt, plan: plan(text + text) };
    expect(await growth(userId, () => updateComparison(userId, made.id, edit))).toBe(textBytes);
    const vote = await addVote(made.id, { cell: null, note: 'x'.repeat(500), shown: ['a', 'b'] });
    expect(
      await growth(userId, async () => vote && deleteVote(userId, made.id, vote.id)),
    ).toBeLessThanOrEqual(-500);
    const share = {
      id: 'share',
      userId,
      slugHash: 'h',
      sealedSlug: 's',
      title: null,
      snapshot: { text },
    };
    expect(await growth(userId, () => insertShare(share))).toBeGreaterThan(textBytes);
    expect(await growth(userId, () => revokeShares(userId, {}, new Date()))).toBeLessThanOrEqual(-textBytes);
    const settings = { prompt: text } as never;
    const preset = await savePreset(userId, { name: 'p', model: null, settings });
    if (!preset.ok) throw new Error('no preset');
    expect(await growth(userId, () => deletePreset(userId, preset.preset.id))).toBeLessThan(-textBytes);
    expect(await growth(userId, () => insertConnection(userId, aConnection()))).toBeGreaterThan(0);
    await deleteComparison(userId, made.id);
    expect(await growth(userId, () => sweepDeletedComparisons(LATER()))).toBeLessThan(-2 * textBytes);
  });

  it('is gone with the person, and is nobody else’s', async () => {
    const [mine, other] = [await aUser(), await aUser()];
    const runId = await anEndedRun(mine.id);
    await tagRuns(mine.id, [runId], 'keep');
    await createComparison(mine.id, { plan: plan(text) });
    expect(await bytesOf(other.id)).toBe(0);
    await deleteUser(mine.id);
    expect(await storageUse(mine.id)).toBeNull();
    expect(await getDb().storedItem.count({ where: { userId: mine.id } })).toBe(0);
    expect(await getDb().userStorage.count({ where: { userId: mine.id } })).toBe(0);
  });

  it('is right however many write at once', async () => {
    const { id: userId } = await aUser();
    const runs = await Promise.all(Array.from({ length: 12 }, () => anEndedRun(userId)));
    await Promise.all([
      ...runs.slice(0, 6).map((id) => deleteRuns(userId, [id])),
      ...runs.slice(6).map((id) => editRun(userId, id, { note: 'n', tags: ['a', 'b'] })),
      ...Array.from({ length: 6 }, () => anEndedRun(userId)),
    ]);
    await Promise.all([sweepDeletedRuns(LATER()), anEndedRun(userId), countUncounted()]);
    const one = await storedBytes(await anEndedRun(userId));
    expect(await bytesOf(userId)).toBe(8 * one + 6 * (1 + 2 * (64 + 1) + one));
    expect(await recountAll()).toBe(0);
  });

  it('stays as it was when a transaction is rolled back', async () => {
    const { id: userId } = await aUser();
    await anEndedRun(userId);
    const grown = await growth(userId, async () => {
      const failing = getDb().$transaction(async (db) => {
        await db.comparison.create({ data: { id: 'never', userId, kind: 'columns', plan: { text } } });
        throw new Error('the process dies');
      });
      await expect(failing).rejects.toThrow('dies');
    });
    expect(grown).toBe(0);
    expect(await storedBytes('never')).toBe(0);
  });

  it('is mended by a recount, whatever was changed behind its back', async () => {
    const [first, second, third] = [await aUser(), await aUser(), await aUser()];
    const runId = await anEndedRun(first.id);
    await anEndedRun(second.id);
    const before = await Promise.all([first, second, third].map(({ id }) => bytesOf(id)));
    await getDb().userStorage.update({ where: { userId: first.id }, data: { bytes: 5 } });
    await getDb().storedItem.delete({ where: { id: runId } });
    await getDb().storedItem.create({ data: { id: 'nothing', userId: second.id, bytes: 1_000 } });
    await getDb().userStorage.delete({ where: { userId: third.id } });
    await recountAll();
    expect(await Promise.all([first, second, third].map(({ id }) => bytesOf(id)))).toEqual(before);
    expect(await recountAll()).toBe(0);
  });
});

describeOnBothDatabases('counting stored runs', ({ kind }) => {
  it('counts imported runs whole, again when they come again', async () => {
    const [from, to] = [await aUser(), await aUser()];
    const ids = [await anEndedRun(from.id, [text, text]), await anEndedRun(from.id)];
    await tagRuns(from.id, ids, 'keep');
    const runs: ExportedRun[] = [];
    for await (const some of readRunsForExport(from.id, { kind: 'all' }, { withTokens: true }))
      runs.push(...some);
    const whole = await growth(to.id, () => importRuns(to.id, runs));
    expect(whole).toBeGreaterThan(3 * textBytes);
    expect(await growth(to.id, () => importRuns(to.id, runs))).toBe(0);
    expect(await recountAll()).toBe(0);
    expect(await bytesOf(to.id)).toBe(whole);
  });

  it.skipIf(kind === 'sqlite')('does not hold up what points at a run', async () => {
    const { id: userId } = await aUser();
    const runId = await anEndedRun(userId);
    await whileCounting(userId, async () => {
      await getDb().$transaction(async (db) => {
        await db.$executeRaw`SET LOCAL lock_timeout = '5s'`;
        await db.runChoice.create({ data: { runId, index: 7, text: 'x' } });
      });
    });
  });

  it.skipIf(kind === 'sqlite')('tries again after a deadlock', async () => {
    const { id: userId } = await aUser();
    const runId = await anEndedRun(userId);
    await whileCounting(userId, async (db) => {
      // The other one is ended.
      await db.$executeRaw`SET LOCAL deadlock_timeout = '1h'`;
      await db.run.update({ where: { id: runId }, data: { starred: true } });
    });
    expect(await recountAll()).toBe(0);
  });
});

/** Acts while a count holds the user's runs and waits for their sum; then the count must go on. */
async function whileCounting(userId: string, act: (db: DbTransaction) => Promise<void>): Promise<void> {
  let counting: Promise<unknown> = Promise.resolve();
  await getDb().$transaction(async (db) => {
    await db.userStorage.update({ where: { userId }, data: { bytes: { increment: 0 } } });
    counting = recountAll();
    // Rejected before it is awaited, it would count as not handled.
    counting.catch(() => {});
    await vi.waitFor(async () => {
      const waiting = await getDb().$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      expect(waiting).not.toEqual([]);
    }, 30_000);
    await act(db);
  });
  await counting;
}

describeOnBothDatabases(
  'a database from before quotas',
  ({ kind }) => {
    it('is counted in chunks, and what changes meanwhile is counted once', async () => {
      const all = await readMigrations(kind);
      await migrate(all.filter(({ name }) => !name.endsWith('_quotas')));
      const userId = 'someone';
      // In plain SQL, as the client knows the columns of today.
      await getDb().$executeRaw`INSERT INTO "User" ("id", "isGuest") VALUES (${userId}, true)`;
      const runs: string[] = [];
      for (let at = 0; at < 120; at += 1) runs.push(await anEndedRun(userId));
      await migrate();
      expect(await bytesOf(userId)).toBe(0);
      const [sum] = await Promise.all([
        countUncounted(),
        editRun(userId, runs[60] ?? '', { note: 'n' }),
        deleteRuns(userId, runs.slice(100)).then(() => sweepDeletedRuns(LATER())),
      ]);
      expect(sum).toBeLessThanOrEqual(120);
      const one = await storedBytes(await anEndedRun(userId));
      expect(await bytesOf(userId)).toBe(101 * one + 1);
      expect(await countUncounted()).toBe(0);
      expect(await recountAll()).toBe(0);
    });
  },
  { migrated: false },
);

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { closeSessions } from '@/lib/accounts/server/access';
import { anOrigin, openAccess } from '@/lib/accounts/server/testing/open-access';
import { readFileRun } from '@/lib/history/model/export/read-exported-run';
import { createRunFileReader } from '@/lib/history/model/export/run-file-reader';
import { type ExportFormat, exportFormatSchema } from '@/lib/history/model/run-export';
import { MAX_RUN_BYTES } from '@/lib/history/model/run-import';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { generateRuns } from '@/lib/platform/db/testing/generate-runs';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { logger } from '@/lib/platform/server/log';
import { captureLogs, newVisitor } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { exportRuns } from './export-runs';

function exportAll(userId: string, format: ExportFormat, gone = new AbortController()) {
  const file = { gone: gone.signal, access: openAccess(userId), origin: anOrigin(), log: logger };
  return exportRuns({ userId, format, scope: { kind: 'all' }, ...file });
}

/** Garbage would otherwise be counted as held. What a finished promise held is freed one turn later. */
function forcedCollection(): () => Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return async () => {
    collect();
    await new Promise(setImmediate);
    collect();
  };
}

describeApi('an export', () => {
  it('stops reading when the reader has left', async () => {
    const { user } = await newVisitor();
    await generateRuns({ userId: user.id, count: 400, seed: 1001 });
    const gone = new AbortController();
    const reader = (await exportAll(user.id, 'jsonl', gone)).body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.length).toBeGreaterThan(0);
    gone.abort();
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
  });

  it.each(exportFormatSchema.options)(
    'as %s breaks off when its session ends, and reads no more',
    async (format) => {
      const seed = 1100 + 2 * exportFormatSchema.options.indexOf(format);
      const { user } = await newVisitor();
      await generateRuns({ userId: user.id, count: 400, seed });
      const reader = (await exportAll(user.id, format)).body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      closeSessions(user.id);
      await expect(reader?.read()).rejects.toThrow('The session has ended.');
      // One that is asked for by somebody else goes on, and one that was read to its end is over.
      const other = await newVisitor();
      await generateRuns({ userId: other.user.id, count: 5, seed: seed + 1 });
      const good = await exportAll(other.user.id, format);
      closeSessions(user.id);
      expect((await good.text()).length).toBeGreaterThan(100);
      closeSessions(other.user.id);
    },
  );

  it('breaks off when the database does, so that half a file is not taken for a whole one', async () => {
    const { user } = await newVisitor();
    await generateRuns({ userId: user.id, count: 400, seed: 1002 });
    const logs = captureLogs();
    try {
      const reader = (await exportAll(user.id, 'csv')).body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      // The next query goes to a database that is not there.
      replaceEnv(testEnvironment({ DATABASE_URL: 'file:/nowhere/at/all.db' }));
      const readOn = async () => {
        while (!(await reader?.read())?.done) {
          // What was read before comes first.
        }
      };
      await expect(readOn()).rejects.toThrow();
      expect(logs.text()).toContain('export aborted');
    } finally {
      logs.stop();
      await closeDb();
    }
  });

  it('of many large runs holds but a few of them', async () => {
    const COUNT = 600;
    const gc = forcedCollection();
    const { user } = await newVisitor();
    await generateRuns({ userId: user.id, count: COUNT });
    // 100 kB a run, in few objects, in a column that no index reads.
    const tokens = Array.from({ length: 10 }, (_, at) => ({
      text: `${at}`.repeat(10_000),
      logprob: -1,
      top: [],
    }));
    await getDb().runChoice.updateMany({ where: { run: { userId: user.id }, index: 0 }, data: { tokens } });
    const reader = (await exportAll(user.id, 'json')).body?.getReader();
    const file = createRunFileReader(MAX_RUN_BYTES);
    await gc();
    const before = process.memoryUsage().heapUsed;
    const total = { runs: 0, bytes: 0, held: 0, last: Number.POSITIVE_INFINITY };
    const see = (found: ReturnType<typeof file.push>) => {
      for (const one of found) {
        const read = readFileRun(one);
        if (!read.ok) throw new Error(read.reason);
        const createdAt = Date.parse(read.run.createdAt);
        if (createdAt > total.last) throw new Error('not newest first');
        total.last = createdAt;
        total.runs += 1;
      }
    };
    for (let chunks = 0; ; chunks += 1) {
      const next = await reader?.read();
      if (!next || next.done) break;
      total.bytes += next.value.length;
      see(file.push(next.value));
      if (chunks % 10 !== 0) continue;
      await gc();
      total.held = Math.max(total.held, process.memoryUsage().heapUsed - before);
    }
    see(file.finish());
    expect(file.problem).toBeNull();
    expect(total.runs).toBe(COUNT);
    expect(total.bytes).toBeGreaterThan(COUNT * 100_000);
    expect(total.held).toBeLessThan(total.bytes / 3);
  });
});

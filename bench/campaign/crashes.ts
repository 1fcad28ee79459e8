import { setTimeout } from 'node:timers/promises';
import { startApp } from '@/e2e/support/app';
import { aVisitor } from '@/e2e/support/visitor';
import { runPageSchema } from '@/lib/history/model/run-page';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { createPostgresDatabase } from '@/lib/platform/db/testing/databases';
import { startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { note } from './counts';
import { followNumbers, numbered, whatIsLeft } from './numbered';

/**
 * `kill -9` of the real server in mid-stream, again and again: `tsx bench/campaign/crashes.ts
 * sqlite|postgresql COUNT`. After each restart no run may stay `streaming` (on Postgres until the lease of the
 * killed process has lapsed), none may have lost more than a second of its text, and the upstream must not
 * have been called again. Needs the production build.
 */

const RUNS_AT_ONCE = 3;
const TOKEN_EVERY_MS = 10;
const LAPSED_WITHIN_MS = 60_000;

const [kind, countText] = process.argv.slice(2);
if (kind !== 'sqlite' && kind !== 'postgresql') throw new Error('Say which database: sqlite or postgresql.');
const count = Number(countText);

const postgres = kind === 'postgresql' ? await startPostgres() : null;
const database = postgres && (await createPostgresDatabase(postgres.url));
const upstream = await startMisbehavingServer();
upstream.always(numbered(TOKEN_EVERY_MS, 3_000));
const app = await startApp({ env: database ? { DATABASE_URL: database.url } : {} });
const visitor = await aVisitor(app.url);
const numbers = { name: 'Numbers', kind: 'custom', baseUrl: upstream.url };
const { id } = await visitor.json<{ id: string }>(app.url, 'POST', '/api/connections', numbers);
const follow = () => followNumbers(visitor, app.url, id, 'Count');

let worstMissingMs = 0;
let requested = 0;
let broken = 0;
try {
  for (let round = 1; round <= count; round += 1) {
    const runs = await Promise.all(Array.from({ length: RUNS_AT_ONCE }, follow));
    requested += RUNS_AT_ONCE;
    await setTimeout(1_200 + Math.random() * 800);
    const killedAt = performance.now();
    await app.kill9();
    await Promise.all(runs.map(({ over }) => over));
    await app.restart();
    for (const { runId, arrivals } of runs) {
      const run = await closedRun(runId);
      const { words, isPrefix, missingMs } = whatIsLeft(run, arrivals, killedAt);
      if (run.status !== 'interrupted' || !isPrefix) {
        broken += 1;
        console.log(`round ${round}: ${run.status}, ${words} words, prefix: ${isPrefix}`);
      }
      worstMissingMs = Math.max(worstMissingMs, missingMs);
    }
    const page = runPageSchema.parse(await visitor.json(app.url, 'GET', '/api/runs?limit=100'));
    broken += page.runs.filter(({ status }) => status === 'streaming').length;
    if (round % 10 === 0)
      console.log(`${kind} ${round}: worst ${Math.round(worstMissingMs)} ms, ${broken} broken`);
  }
} finally {
  await app.stop();
}
const whole = await isWhole();
await app.dispose();
await upstream.close();
await database?.drop();
await postgres?.stop();
const calls = upstream.requests.length;
const seen = `${count} kills with ${RUNS_AT_ONCE} runs each: ${broken} rows wrong, at most ${Math.round(worstMissingMs)} ms of text missing, ${calls} upstream calls for ${requested} runs, ${whole}`;
console.log(`${kind}: ${seen}`);
note('kill -9 in mid-stream', kind, seen);
if (broken > 0 || worstMissingMs > 1_000 || calls !== requested) process.exitCode = 1;

/** A killed process counts as dead once its lease has lapsed. */
async function closedRun(runId: string) {
  const deadline = performance.now() + LAPSED_WITHIN_MS;
  for (;;) {
    const run = await visitor.detail(app.url, runId);
    if (run.status !== 'streaming' || performance.now() > deadline) return run;
    await setTimeout(250);
  }
}

/** Reads the database directly while the server is down. */
async function isWhole(): Promise<string> {
  const url = database?.url ?? `file:${app.dataDir}/playground.db`;
  replaceEnv(testEnvironment({ DATABASE_URL: url }));
  const streaming = await getDb().run.count({ where: { status: 'streaming' } });
  const orphans = await getDb().run.count({ where: { choices: { none: {} } } });
  const check =
    kind === 'sqlite'
      ? JSON.stringify(await getDb().$queryRawUnsafe('PRAGMA integrity_check'))
      : 'its rows read back';
  await closeDb();
  broken += streaming;
  return `${streaming} streaming rows, ${orphans} runs without text, integrity: ${check.includes('ok') ? 'ok' : check}`;
}

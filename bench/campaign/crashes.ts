import { setTimeout } from 'node:timers/promises';
import { startApp } from '@/e2e/support/app';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { runPageSchema } from '@/lib/history/model/run-page';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { createPostgresDatabase } from '@/lib/platform/db/testing/databases';
import { startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import { runDetailSchema } from '@/lib/runs/model/runs';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { type Answer, chunk } from '@/lib/testing/upstream-wire';
import { note } from './counts';

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

/** Numbered words at a steady pace, until the connection closes. */
const numbered: Answer = async (response, { closed }) => {
  let open = true;
  closed.then(() => {
    open = false;
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let number = 0; open && number < 3_000; number += 1) {
    response.write(chunk(`${number} `));
    await setTimeout(TOKEN_EVERY_MS);
  }
  response.end();
};

const postgres = kind === 'postgresql' ? await startPostgres() : null;
const database = postgres && (await createPostgresDatabase(postgres.url));
const upstream = await startMisbehavingServer();
upstream.always(numbered);
const app = await startApp({ env: database ? { DATABASE_URL: database.url } : {} });
const cookie = await startAsGuest();
const connectionId = await connect();

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
      const words = (run.state.choices[0]?.text ?? '').split(' ').slice(0, -1);
      const isPrefix = words.every((word, index) => word === String(index));
      if (run.status !== 'interrupted' || !isPrefix) {
        broken += 1;
        console.log(`round ${round}: ${run.status}, ${words.length} words, prefix: ${isPrefix}`);
      }
      const firstMissing = arrivals[words.length];
      const missingMs = firstMissing === undefined ? 0 : killedAt - firstMissing;
      worstMissingMs = Math.max(worstMissingMs, missingMs);
    }
    const page = runPageSchema.parse(await call('GET', '/api/runs?limit=100'));
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

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(app.url + path, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** A killed process counts as dead once its lease has lapsed. */
async function closedRun(runId: string) {
  const deadline = performance.now() + LAPSED_WITHIN_MS;
  for (;;) {
    const run = runDetailSchema.parse(await call('GET', `/api/runs/${runId}`));
    if (run.status !== 'streaming' || performance.now() > deadline) return run;
    await setTimeout(250);
  }
}

async function startAsGuest(): Promise<string> {
  const token = await fetch(`${app.url}/api/auth/csrf`);
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  const signedIn = await fetch(`${app.url}/api/auth/callback/guest`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(token), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
  return cookiesOf(signedIn);
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

async function connect(): Promise<string> {
  const body = { name: 'Numbers', kind: 'custom', baseUrl: upstream.url };
  const { id } = (await call('POST', '/api/connections', body)) as { id: string };
  return id;
}

/** Starts a run and reads it as a page does; `arrivals` has the time of each word. */
async function follow() {
  const response = await fetch(`${app.url}/api/runs`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({
      idempotencyKey: crypto.randomUUID(),
      connectionId: connectionId || PRACTICE_CONNECTION_ID,
      request: { model: 'numbers', prompt: 'Count', stream: true },
    }),
  });
  if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`);
  const arrivals: number[] = [];
  const reader = response.body.getReader();
  const parser = createRunEventReader();
  const over = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const { event } of parser.push(value)) {
        if (event.type !== 'text-delta') continue;
        for (const _ of event.text.trim().split(' ')) arrivals.push(performance.now());
      }
    }
  })().catch(() => {});
  return { runId: response.headers.get('x-run-id') ?? '', arrivals, over };
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

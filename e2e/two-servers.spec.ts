import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { createPostgresDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { type PostgresServer, startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { type App, startApp } from './support/app';
import { heartbeats } from './support/heartbeats';
import { aVisitor, until, type Visitor } from './support/visitor';

/** Real servers on one real Postgres (docs/decisions/0035); lib/two-processes.test.ts has more of them, without HTTP. */

test.describe.configure({ mode: 'serial' });
// Each test waits for servers to start, most also for a lease to lapse.
test.slow();

let postgres: PostgresServer;
let database: TestDatabase;
let upstream: MisbehavingServer;
let first: App;
let second: App;
let visitor: Visitor;
let connectionId: string;
const secrets = {
  NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};

const start = (env: Record<string, string> = {}) =>
  startApp({ env: { ...secrets, DATABASE_URL: database.url, ...env } });

test.beforeAll(async () => {
  postgres = await startPostgres();
  database = await createPostgresDatabase(postgres.url);
  upstream = await startMisbehavingServer();
  first = await start();
  visitor = await aVisitor(first.url);
  const body = { name: 'Stepped', kind: 'custom', baseUrl: upstream.url };
  const made = await visitor.json<{ id: string }>(first.url, 'POST', '/api/connections', body);
  connectionId = made.id;
});
test.afterAll(async () => {
  for (const app of [first, second]) await app?.dispose();
  await upstream?.close();
  await database?.drop();
  await postgres?.stop();
});

/** A run of `first` with a few words in it, also in the database. */
async function openRun(app: App) {
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  const run = await visitor.run(app.url, connectionId);
  const request = await stream.begun;
  stream.text(' upon');
  await expect.poll(run.text).toBe(' upon');
  const row = () => visitor.detail(second?.url ?? app.url, run.runId);
  return { ...run, stream, request, row };
}

/** How many runs a server has taken from dead ones, by its log. */
function takenBy(app: App): number {
  const lines = app
    .log()
    .split('\n')
    .filter((line) => line.includes('orphaned runs marked'));
  return lines.reduce((sum, line) => sum + (JSON.parse(line).count as number), 0);
}

test('a second server leaves the runs of the first alone: they go on to their end', async () => {
  const run = await openRun(first);
  const waiting = await aComparison(first);
  second = await start();
  // As long as it takes until the second one may judge others.
  await until(async () => (await heartbeats(second)) >= 5);
  run.stream.text(' a time');
  run.stream.finish();
  await run.over;
  expect(run.state.status).toBe('complete');
  await expect.poll(async () => (await run.row()).status).toBe('complete');
  expect((await run.row()).state.choices[0]?.text).toBe(' upon a time');
  await waiting.finish();
  // The first one knows before the rows do.
  await expect.poll(() => waiting.statuses(second)).toEqual(Array(10).fill('complete'));
  expect(takenBy(second)).toBe(0);
});

/** Ten cells on a server that runs eight at once: two of them wait for any server. */
async function aComparison(app: App) {
  const streams = Array.from({ length: 10 }, steppedStream);
  const plan = {
    kind: 'sweep',
    prompt: 'Once',
    base: { connectionId, model: 'test-model', settings: DEFAULT_SETTINGS },
    axes: [
      { parameter: 'temperature', values: [0, 0.25, 0.5, 0.75, 1] },
      { parameter: 'top_p', values: [0.5, 1] },
    ],
    repeats: 1,
    background: true,
  };
  const { id } = await visitor.json<{ id: string }>(app.url, 'POST', '/api/comparisons', { plan });
  for (const { answer } of streams) upstream.enqueue(answer);
  const body = { idempotencyKey: crypto.randomUUID(), cells: 'all' };
  await visitor.json(app.url, 'POST', `/api/comparisons/${id}/start`, body);
  const detail = (of: App) =>
    visitor.json<{ cells: { run: { status: string } | null }[]; queue: { waiting: string[] } }>(
      of.url,
      'GET',
      `/api/comparisons/${id}`,
    );
  await until(async () => (await detail(app)).cells.some(({ run }) => run !== null));
  expect((await detail(app)).queue.waiting.length).toBeGreaterThan(0);
  return {
    finish: async () => {
      for (const stream of streams) {
        await stream.begun;
        stream.finish();
      }
      await until(async () => (await detail(app)).cells.every(({ run }) => run?.status === 'complete'));
    },
    statuses: async (of: App) => (await detail(of)).cells.map(({ run }) => run?.status),
  };
}

test('a killed server’s runs are closed by others, each once, with their text', async () => {
  const third = await start();
  try {
    await until(async () => (await heartbeats(third)) >= 5);
    const runs = [await openRun(first), await openRun(first), await openRun(first)];
    for (const run of runs) {
      await expect.poll(async () => (await run.row()).state.choices[0]?.text).toBe(' upon');
    }
    const [before, calls] = [takenBy(second), upstream.requests.length];
    await first.kill9();
    const killedAt = performance.now();
    for (const run of runs) await until(async () => (await run.row()).status === 'interrupted');
    const tookSeconds = (performance.now() - killedAt) / 1000;
    test.info().annotations.push({ type: 'interrupted after', description: `${tookSeconds.toFixed(1)} s` });
    for (const run of runs) expect((await run.row()).state.choices[0]?.text).toBe(' upon');
    await expect.poll(() => takenBy(second) - before + takenBy(third)).toBe(3);
    expect(upstream.requests).toHaveLength(calls);
  } finally {
    await third.dispose();
  }
});

test('SIGTERM lets runs finish, takes no more, interrupts the rest, and ends with 0', async () => {
  const app = await start({ DRAIN_SECONDS: '8' });
  try {
    const token = await apiToken(app);
    const [ends, stays] = [await openRun(app), await openRun(app)];
    expect(await (await fetch(`${app.url}/api/health/ready`)).json()).toEqual({ status: 'ready' });
    app.signal('SIGTERM');
    const ready = () => fetch(`${app.url}/api/health/ready`);
    await until(async () => (await ready()).status === 503);
    expect(await (await ready()).json()).toEqual({ status: 'draining' });
    expect((await fetch(`${app.url}/api/health/live`)).status).toBe(200);

    const refused = await visitor.call(app.url, 'POST', '/api/runs', {
      idempotencyKey: crypto.randomUUID(),
      connectionId,
      request: { model: 'test-model', prompt: 'x', stream: true },
    });
    const sentence = 'The playground is restarting. Try again in a moment.';
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await refused.json()).error).toMatchObject({ code: 'unavailable', message: sentence });
    const api = await fetch(`${app.url}/v1/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'test-model', prompt: 'x' }),
    });
    expect([api.status, api.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await api.json()).error).toMatchObject({ type: 'service_unavailable_error', message: sentence });

    ends.stream.text(' a time');
    ends.stream.finish();
    await ends.over;
    expect(ends.state.status).toBe('complete');
    expect(ends.text()).toBe(' upon a time');
    expect(await app.ended).toBe(0);
    await stays.over;
    expect(stays.state.status).toBe('interrupted');
    expect(await stays.request.closed).toBe('closed');
    // At once: its process has said that it ends.
    expect(await stays.row()).toMatchObject({
      status: 'interrupted',
      state: { choices: [{ text: ' upon' }] },
    });
    expect((await ends.row()).status).toBe('complete');
  } finally {
    await app.dispose();
  }
});

async function apiToken(app: App): Promise<string> {
  const made = await visitor.json<{ secret: string }>(app.url, 'POST', '/api/tokens', {
    name: `Token ${crypto.randomUUID()}`,
    expiresInDays: null,
  });
  return made.secret;
}

for (const [name, send] of [
  ['SIGTERM to npm', (app: App) => app.signal('SIGTERM')],
  // npm passes it on as well: the server gets it twice.
  ['Ctrl+C in a terminal', (app: App) => app.signalAll('SIGINT')],
] as const) {
  test(`npm start passes the signal on: ${name} drains`, async () => {
    const app = await startApp({
      env: { ...secrets, DATABASE_URL: database.url, DRAIN_SECONDS: '3600' },
      throughNpm: true,
    });
    try {
      const run = await openRun(app);
      send(app);
      await until(async () => (await fetch(`${app.url}/api/health/ready`)).status === 503);
      run.stream.text(' a time');
      run.stream.finish();
      await run.over;
      expect(run.state.status).toBe('complete');
      expect(await app.ended).toBe(0);
      await expect(fetch(`${app.url}/api/health/live`)).rejects.toThrow();
      expect((await run.row()).state.choices[0]?.text).toBe(' upon a time');
    } finally {
      await app.dispose();
    }
  });
}

import { randomBytes } from 'node:crypto';
import { type Browser, expect } from '@playwright/test';
import { createPostgresDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { type PostgresServer, startPostgres } from '@/lib/platform/db/testing/postgres-server';
import type { MisbehavingServer } from '@/lib/testing/misbehaving-server';
import { type App, startApp } from './support/app';
import { type Gate, gate } from './support/gate';
import { startGuest } from './support/guest';
import { startNetwork } from './support/network';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/** The queue of cells, with servers that are killed (docs/decisions/0038); lib/queue-processes.test.ts has more of them. */

// Each test starts servers and waits for the lease of a dead one to lapse.
test.slow();

const SENT = { max_tokens: 20, seed: 1, stream: true };

const nameOf = ({ temperature, top_p, seed }: Record<string, unknown>) => `${temperature} ${top_p} ${seed}`;

/** A sweep of 60 cells on the page of a new guest. */
async function openSweep(browser: Browser, url: string, upstream: MisbehavingServer) {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Held', baseUrl: upstream.url });
  const id = await saveSweep(page.request, SENT, {
    base: {
      connectionId,
      model: 'test-model',
      settings: { values: SENT, sent: ['max_tokens', 'seed', 'stream'] },
    },
    axes: [
      { kind: 'parameter', parameter: 'temperature', values: [0, 0.4, 0.8, 1.2, 1.6] },
      { kind: 'parameter', parameter: 'top_p', values: [0.25, 0.5, 0.75, 1] },
    ],
    repeats: 3,
  });
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  const statuses = async () => {
    const detail = await sweep.stored();
    return detail.cells.map(({ run }) => run?.status ?? 'none');
  };
  return { context, page, sweep, statuses };
}

/** How many of each there are. */
function counted(values: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(values)].sort().map((value) => [value, values.filter((other) => other === value).length]),
  );
}

/** Up to the middle of the sweep: some cells have ended, eight run, the rest waits. */
async function untilTheMiddle(sweep: SweepPage, door: Gate): Promise<void> {
  await sweep.run(60);
  await expect.poll(door.held).toBe(8);
  door.allow(10);
  await expect(sweep.progress).toHaveText('10 of 60 done');
  await expect.poll(door.held).toBe(8);
  await expect(sweep.page.getByText('42 waiting').filter({ visible: true })).toBeVisible();
}

/** After the death of a server in the middle: the page has gone on by itself, and the rest is run again. */
async function expectEachOnce(
  { sweep, page, statuses }: Awaited<ReturnType<typeof openSweep>>,
  door: Gate,
  upstream: MisbehavingServer,
): Promise<void> {
  await sweep.ended();
  expect(counted(await statuses())).toEqual({ complete: 52, interrupted: 8 });
  expect(door.times.size).toBe(60);
  expect([...door.times.values()].filter((times) => times !== 1)).toEqual([]);
  const started = page.waitForResponse(/\/start$/);
  await page.getByRole('button', { name: 'Run remaining (8)' }).click();
  expect((await started).status()).toBe(200);
  await sweep.ended();
  expect(counted(await statuses())).toEqual({ complete: 60 });
  expect(upstream.requests).toHaveLength(68);
}

test('a sweep goes on at another server when its own is killed: each cell once, and the rest on request', async ({
  browser,
  upstream,
}) => {
  test.setTimeout(900_000);
  let postgres: PostgresServer | undefined;
  let database: TestDatabase | undefined;
  const apps: App[] = [];
  const secrets = {
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  };
  try {
    postgres = await startPostgres();
    database = await createPostgresDatabase(postgres.url);
    const env = { ...secrets, DATABASE_URL: database.url };
    for (let count = 0; count < 2; count += 1) apps.push(await startApp({ env }));
    const [first, second] = apps as [App, App];
    const network = await startNetwork(first.url);
    const door = gate(nameOf);
    upstream.always(door.answer);
    const opened = await openSweep(browser, network.url, upstream);
    await untilTheMiddle(opened.sweep, door);
    network.turnTo(second.url);
    await first.kill9();
    door.allow(1_000);
    await expectEachOnce(opened, door, upstream);
    await opened.context.close();
    await network.close();
  } finally {
    for (const app of apps) await app.dispose();
    await database?.drop();
    await postgres?.stop();
  }
});

test('the only server is killed and comes back: a page that is open goes on by itself', async ({
  browser,
  upstream,
}) => {
  test.setTimeout(900_000);
  const app = await startApp();
  try {
    const door = gate(nameOf);
    upstream.always(door.answer);
    const opened = await openSweep(browser, app.url, upstream);
    await untilTheMiddle(opened.sweep, door);
    await app.kill9();
    await expect(opened.page.getByText('Connection lost, reconnecting').first()).toBeVisible();
    door.allow(1_000);
    await app.restart();
    await expectEachOnce(opened, door, upstream);
    await opened.context.close();
  } finally {
    await app.dispose();
  }
});

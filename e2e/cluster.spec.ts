import { expect } from '@playwright/test';
import { killUnderLoad } from '@/bench/campaign/kill-under-load';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { command } from '@/lib/platform/server/redis/testing/redis-server';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import { applyRunEvent, emptyRunState } from '@/lib/protocol/run/run-state';
import { type SteppedStream, steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { type Cluster, startCluster } from './support/cluster';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { heartbeats } from './support/heartbeats';
import { openMidStream } from './support/open-on-upstream';
import { Playground } from './support/playground';
import { test as base } from './support/test';
import { aVisitor, until, type Visitor } from './support/visitor';

/** Three real servers on one Postgres and one Redis, behind a balancer that sends each request to the next. */

const RUNS = 50;

interface ClusterFixtures {
  cluster: Cluster;
}

const test = base.extend<Record<never, never>, ClusterFixtures>({
  cluster: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern.
    async ({}, use) => {
      const cluster = await startCluster({
        count: 3,
        env: {
          DRAIN_SECONDS: '120',
          RUN_QUEUE_SECONDS: '170',
          MAX_OPEN_RUNS_PER_USER: String(RUNS),
          LOG_LEVEL: 'info',
        },
      });
      await use(cluster);
      await cluster.dispose();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: async ({ cluster }, use) => {
    cluster.balancer.direct(null);
    await use(cluster.balancer.url);
  },
});

test.describe.configure({ mode: 'serial' });
// Each waits for servers to start or for a lease to lapse.
test.slow();

/** Where the parts of a run's life go. */
function send(cluster: Cluster, to: { start?: number; events?: number; stop?: number }): void {
  cluster.balancer.direct(({ method, path }) => {
    if (method === 'POST' && path === '/api/runs') return to.start;
    if (/^\/api\/runs\/[^/]+\/events/.test(path)) return to.events;
    if (/^\/api\/runs\/[^/]+\/stop$/.test(path)) return to.stop;
    return undefined;
  });
}

function lastTaken({ balancer }: Cluster, path: RegExp) {
  const found = balancer.taken.findLast((taken) => path.test(`${taken.method} ${taken.path}`));
  if (found === undefined) throw new Error(`nothing like ${path}`);
  return found;
}

const START = /^POST \/api\/runs$/;
const EVENTS = /^GET \/api\/runs\/[^/]+\/events/;
const STOP = /^POST \/api\/runs\/[^/]+\/stop$/;

function say(type: string, description: string): void {
  test.info().annotations.push({ type, description });
  console.log(`${type}: ${description}`);
}

const inRow = async (page: Playground['page'], text: string) => {
  const runId = new URL(page.url()).searchParams.get('run');
  await expect
    .poll(async () => (await (await page.request.get(`/api/runs/${runId}`)).json()).state.choices[0]?.text)
    .toBe(text);
};

test('a run on one server is followed on another and stopped through a third', async ({
  cluster,
  playground,
  page,
  context,
  upstream,
}) => {
  send(cluster, { start: 0, events: 1, stop: 2 });
  const stream = await openMidStream(playground, upstream);
  const request = await stream.begun;
  const other = new Playground(await context.newPage());
  await other.page.goto(page.url());
  await other.ready();
  await expect(other.completion).toHaveText('upon');
  stream.text(' a time');
  for (const one of [playground, other]) await expect(one.completion).toHaveText('upon a time');

  // A server loads the code of a route with its first request.
  const unknown = await page.request.post(`/api/runs/${crypto.randomUUID()}/stop`, { data: {} });
  expect([unknown.status(), lastTaken(cluster, STOP).server]).toEqual([404, 2]);
  let closedAt = 0;
  const closed = request.closed.then((how) => {
    closedAt = performance.now();
    return how;
  });
  await other.stopButton.click();
  expect(await closed).toBe('closed');
  for (const one of [playground, other]) {
    await one.ended('stopped');
    expect(await one.text()).toBe(' upon a time');
  }
  say(
    'upstream closed',
    `${(closedAt - lastTaken(cluster, STOP).at).toFixed(1)} ms after the stop came to a third server`,
  );
  const servers = [START, EVENTS, STOP].map((path) => lastTaken(cluster, path).server);
  expect(servers).toEqual([0, 1, 2]);
});

test('stops through other servers close the upstream, one after the other', async ({ cluster, upstream }) => {
  const [owner, ...others] = cluster.apps;
  if (owner === undefined) throw new Error('no servers');
  const visitor = await aVisitor(owner.url);
  const body = { name: 'Stepped', kind: 'custom', baseUrl: upstream.url };
  const { id } = await visitor.json<{ id: string }>(owner.url, 'POST', '/api/connections', body);
  const tookMs: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const stream = steppedStream();
    upstream.enqueue(stream.answer);
    const run = await visitor.run(owner.url, id);
    const request = await stream.begun;
    stream.text(' upon');
    const from = others[round % others.length]?.url ?? '';
    const askedAt = performance.now();
    const closed = request.closed.then((how) => {
      tookMs.push(performance.now() - askedAt);
      return how;
    });
    expect(await visitor.json(from, 'POST', `/api/runs/${run.runId}/stop`)).toEqual({ stopped: true });
    expect(await closed).toBe('closed');
    await run.over;
    expect(run.state.status).toBe('stopped');
    expect(await visitor.json(from, 'POST', `/api/runs/${run.runId}/stop`)).toEqual({ stopped: false });
  }
  tookMs.sort((a, b) => a - b);
  say(
    'upstream closed after a stop elsewhere',
    `${tookMs[10]?.toFixed(1)} ms in the middle, ${tookMs.at(-1)?.toFixed(1)} ms at most, of ${tookMs.length}`,
  );
});

test('a reload in mid-stream lands elsewhere and goes on to the same text', async ({
  cluster,
  playground,
  page,
  upstream,
}) => {
  send(cluster, { start: 1, events: 2 });
  const stream = await openMidStream(playground, upstream);
  await page.reload();
  await playground.ready();
  await expect(playground.completion).toHaveText('upon');
  await expect(playground.stopButton).toBeVisible();
  stream.text(' a time');
  await expect(playground.completion).toHaveText('upon a time');
  // Again, to the third.
  send(cluster, { events: 0 });
  await page.reload();
  await playground.ready();
  await expect(playground.completion).toHaveText('upon a time');
  stream.text(', there');
  stream.finish();
  await playground.ended();
  expect(await playground.text()).toBe(' upon a time, there');
  expect(upstream.requests).toHaveLength(1);
  expect([lastTaken(cluster, START).server, lastTaken(cluster, EVENTS).server]).toEqual([1, 0]);
});

test('a run that only a page elsewhere watches goes on for longer than the grace time', async ({
  cluster,
  playground,
  page,
  upstream,
}) => {
  send(cluster, { start: 0, events: 1 });
  const stream = await openMidStream(playground, upstream);
  await page.reload();
  await playground.ready();
  await expect(playground.completion).toHaveText('upon');
  const [owner] = cluster.apps;
  if (owner === undefined) throw new Error('no servers');
  const begun = await heartbeats(owner);
  // Nine heartbeats are 36 seconds; the grace time is 30.
  await until(async () => (await heartbeats(owner)) - begun >= 9);
  stream.text(' a time');
  await expect(playground.completion).toHaveText('upon a time');
  await page.close();
  // Nobody watches any more, anywhere.
  expect(await (await stream.begun).closed).toBe('closed');
});

test('kill -9 of the owner: its run is interrupted for a reader elsewhere, with its text', async ({
  cluster,
  playground,
  page,
  upstream,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource/);
  send(cluster, { start: 0, events: 1 });
  const stream = await openMidStream(playground, upstream);
  await page.reload();
  await playground.ready();
  await expect(playground.completion).toHaveText('upon');
  await inRow(page, ' upon');
  await stream.begun;
  const [owner] = cluster.apps;
  await owner?.kill9();
  const killedAt = performance.now();
  await playground.ended('interrupted');
  say('interrupted', `${((performance.now() - killedAt) / 1000).toFixed(1)} s after the kill`);
  expect(await playground.text()).toBe(' upon');
  expect(upstream.requests).toHaveLength(1);
  await owner?.restart();
});

test('Redis killed and back: the owner’s page goes on, others reconnect and catch up', async ({
  cluster,
  playground,
  page,
  context,
  upstream,
  expectedErrors,
}) => {
  test.skip(!cluster.redis.isOurs, 'TEST_REDIS_URL');
  expectedErrors.push(/status of 503/);
  send(cluster, { start: 0, events: 1, stop: 2 });
  const stream = await openMidStream(playground, upstream);
  const other = new Playground(await context.newPage());
  await other.page.goto(page.url());
  await other.ready();
  await expect(other.completion).toHaveText('upon');
  const before = cluster.apps.map((app) => app.log().length);

  await cluster.redis.kill();
  await expect(other.status('Connection lost, reconnecting')).toBeVisible();
  stream.text(' a time');
  await expect(playground.completion).toHaveText('upon a time');
  for (const { url } of cluster.apps) {
    const ready = await fetch(`${url}/api/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'degraded' }]);
    expect(await (await fetch(`${url}/api/metrics`)).text()).toMatch(/^playground_redis_up 0$/m);
  }
  await inRow(page, ' upon a time');
  // A run is started and ends meanwhile.
  const ran = await page.request.post('/api/runs', {
    data: {
      idempotencyKey: crypto.randomUUID(),
      connectionId: PRACTICE_CONNECTION_ID,
      request: { model: PRACTICE_MODEL_ID, prompt: 'Once', max_tokens: 3 },
    },
  });
  expect(ran.status()).toBe(200);
  expect(await ran.text()).toContain('"status":"complete"');

  await cluster.redis.restart();
  await expect(other.completion).toHaveText('upon a time');
  stream.text(', there');
  for (const one of [playground, other]) await expect(one.completion).toHaveText('upon a time, there');
  stream.finish();
  for (const one of [playground, other]) {
    await one.ended();
    expect(await one.text()).toBe(' upon a time, there');
  }
  expect(upstream.requests).toHaveLength(1);
  for (const [at, app] of cluster.apps.entries()) {
    const log = app.log().slice(before[at]);
    expect(log.match(/"Redis is unavailable/g)).toHaveLength(1);
    expect(log.match(/"Redis is available again"/g)).toHaveLength(1);
    expect(await (await fetch(`${app.url}/api/health/ready`)).json()).toEqual({ status: 'ready' });
  }
});

test('what one server closes or asks anew is closed and forgotten on all', async ({ cluster, upstream }) => {
  const [first, second] = cluster.apps;
  if (first === undefined || second === undefined) throw new Error('no servers');
  const visitor = await aVisitor(first.url);
  const body = { name: 'Stepped', kind: 'custom', baseUrl: upstream.url };
  const { id } = await visitor.json<{ id: string }>(first.url, 'POST', '/api/connections', body);

  const models = async ({ url }: { url: string }, fresh = '0') => {
    const path = `/api/connections/${id}/models?fresh=${fresh}`;
    const list = await visitor.json<{ models: readonly unknown[] }>(url, 'GET', path);
    return JSON.stringify(list.models);
  };
  upstream.alwaysModels(answers.models(['before']));
  for (const app of [first, second]) expect(await models(app)).toContain('before');
  upstream.alwaysModels(answers.models(['after']));
  expect(await models(first)).toContain('before');
  expect(await models(second, '1')).toContain('after');
  await expect.poll(() => models(first)).toContain('after');

  // A run that is deleted through the second server is stopped on the first.
  const deleted = steppedStream();
  upstream.enqueue(deleted.answer);
  const gone = await visitor.run(first.url, id);
  const asked = await deleted.begun;
  expect((await visitor.call(second.url, 'DELETE', `/api/runs/${gone.runId}`, {})).status).toBe(204);
  expect(await asked.closed).toBe('closed');

  // A stream through the first server ends with its session, which ends through the second.
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  const run = await visitor.run(first.url, id);
  await stream.begun;
  stream.text(' upon');
  await expect.poll(run.text).toBe(' upon');
  const closedAt = performance.now();
  const closed = await visitor.call(second.url, 'POST', '/api/account/sign-out-everywhere', {});
  expect(closed.status).toBe(204);
  await run.over;
  expect(run.state.status).toBe('streaming');
  say('stream closed', `${(performance.now() - closedAt).toFixed(1)} ms after its session, elsewhere`);
  stream.finish();
});

test('a call of /v1 that is repeated on another server gets the answer of its run', async ({
  cluster,
  upstream,
}) => {
  const [first, second] = cluster.apps;
  if (first === undefined || second === undefined) throw new Error('no servers');
  const visitor = await aVisitor(first.url);
  const body = { name: 'Stepped', kind: 'custom', baseUrl: upstream.url, isDefault: true };
  const { id } = await visitor.json<{ id: string }>(first.url, 'POST', '/api/connections', body);
  const token = await visitor.json<{ secret: string }>(first.url, 'POST', '/api/tokens', {
    name: 'Program',
    expiresInDays: null,
  });
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  const key = crypto.randomUUID();
  const call = (url: string) =>
    fetch(`${url}/v1/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token.secret}`,
        'content-type': 'application/json',
        'idempotency-key': key,
        'x-connection': id,
      },
      body: JSON.stringify({ model: 'test-model', prompt: 'Once' }),
    });
  const original = call(first.url);
  await stream.begun;
  stream.text(' upon');
  const repeated = call(second.url);
  // It follows the run.
  const watched = () => command(cluster.redis.url, ['KEYS', 'playground:watched:run:*']);
  await until(async () => ((await watched()) as string[]).length > 0);
  stream.text(' a time');
  stream.finish();
  const texts = await Promise.all(
    [original, repeated].map(async (answer) => (await (await answer).json()).choices[0].text),
  );
  expect(texts).toEqual([' upon a time', ' upon a time']);
  expect(upstream.requests).toHaveLength(1);
});

test('cells of a comparison that run on one server are read elsewhere as they grow, and stopped through a third', async ({
  cluster,
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  upstream.alwaysModels(answers.models(['test-model']));
  const connectionId = await guest.addConnection({ name: 'Stepped', baseUrl: upstream.url });
  const columns = ['a', 'b', 'c'].map((id, at) =>
    columnOf(id, { temperature: at / 10 }, { connectionId, model: 'test-model' }),
  );
  const id = await saveComparison(page.request, columns);
  const streams = columns.map(steppedStream);
  for (const { answer } of streams) upstream.enqueue(answer);
  cluster.balancer.direct(({ path }) => {
    if (/^\/api\/comparisons\/[^/]+\/start$/.test(path)) return 0;
    if (/^\/api\/comparisons\/[^/]+\/(events|watch)/.test(path)) return 1;
    if (/^\/api\/comparisons\/[^/]+\/stop$/.test(path)) return 2;
    return undefined;
  });
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  const requests = await Promise.all(streams.map(({ begun }) => begun));
  for (const [at, stream] of streams.entries()) stream.text(` text ${at}`);
  const shown = () => compare.shownTexts('ABC').then((texts) => texts.sort());
  await expect.poll(shown).toEqual([' text 0', ' text 1', ' text 2']);
  for (const stream of streams) stream.text(' goes on');
  await expect.poll(shown).toEqual([0, 1, 2].map((at) => ` text ${at} goes on`));
  await page.reload();
  await compare.ready();
  await expect.poll(shown).toEqual([0, 1, 2].map((at) => ` text ${at} goes on`));
  streams[0]?.finish();
  await compare.stopAll.click();
  expect(await Promise.all(requests.map(({ closed }) => closed))).toEqual(['finished', 'closed', 'closed']);
  await compare.ended('ABC');
  expect((await compare.storedTexts()).sort()).toEqual([0, 1, 2].map((at) => ` text ${at} goes on`));
  expect(upstream.requests).toHaveLength(3);
});

test(`a rolling restart of all three with ${RUNS} open runs loses none`, async ({ cluster, upstream }) => {
  test.setTimeout(600_000);
  const { apps, balancer } = cluster;
  const visitor = await aVisitor(balancer.url);
  const body = { name: 'Stepped', kind: 'custom', baseUrl: upstream.url };
  const { id } = await visitor.json<{ id: string }>(balancer.url, 'POST', '/api/connections', body);
  const streams = Array.from({ length: RUNS }, steppedStream);
  upstream.always((to, request) => {
    const { prompt } = request.json as { prompt: string };
    return (streams[Number(prompt)]?.answer ?? answers.plain(' upon a time'))(to, request);
  });
  const token = await visitor.json<{ secret: string }>(balancer.url, 'POST', '/api/tokens', {
    name: 'Program',
    expiresInDays: null,
  });
  const runs: OpenRun[] = [];
  for (const [at, stream] of streams.entries()) {
    const owner = at % apps.length;
    send(cluster, { start: owner });
    const run = await followTwice(visitor, balancer.url, id, String(at));
    await stream.begun;
    stream.text(`run ${at}`);
    runs.push({ ...run, at, owner, stream });
  }
  send(cluster, {});
  await until(() => runs.every(({ readers, at }) => readers.every(({ text }) => text() === `run ${at}`)));

  // That is as many as one person may have, over all servers: one more is refused by each, and a call of /v1 waits.
  for (const app of apps) {
    const refused = await visitor.call(app.url, 'POST', '/api/runs', {
      idempotencyKey: crypto.randomUUID(),
      connectionId: id,
      request: { model: 'test-model', prompt: 'one more', stream: true },
    });
    expect([refused.status, (await refused.json()).error.message]).toEqual([
      429,
      `You have ${RUNS} runs in progress. Stop one or wait for one to finish.`,
    ]);
  }
  const waiting = fetch(`${apps[1]?.url}/v1/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token.secret}`,
      'content-type': 'application/json',
      'x-connection': id,
    },
    body: JSON.stringify({ model: 'test-model', prompt: 'waits' }),
  });

  for (const [server, app] of apps.entries()) {
    app.signal('SIGTERM');
    await until(async () => !(await fetch(`${app.url}/api/health/ready`)).ok);
    for (const { stream, owner } of runs) {
      if (owner < server) continue;
      // All that are open go on; those of this server end now, as runs do.
      stream.text(` while ${server}`);
      if (owner === server) stream.finish();
    }
    // A slot that is free on the first server is one for the call on the second.
    if (server === 0) expect((await (await waiting).json()).choices[0].text).toBe(' upon a time');
    expect(await app.ended).toBe(0);
    await app.restart();
  }
  for (const { readers, at, owner, runId } of runs) {
    const text = `run ${at}${Array.from({ length: owner + 1 }, (_, server) => ` while ${server}`).join('')}`;
    for (const reader of readers) {
      await reader.over;
      expect([reader.status(), reader.text()]).toEqual(['complete', text]);
    }
    const row = await visitor.detail(balancer.url, runId);
    expect([row.status, row.state.choices[0]?.text]).toEqual(['complete', text]);
  }
  expect(upstream.requests).toHaveLength(RUNS + 1);
  say('rolling restart', `${RUNS} runs, ${2 * RUNS} readers, none lost`);
});

test('servers that are killed under load leave nothing open, and nothing is asked for twice', async ({
  cluster,
  upstream,
}) => {
  test.setTimeout(600_000);
  const found = await killUnderLoad(cluster, upstream, 3);
  expect(found.wrong).toEqual([]);
  expect(found.orphans).toBeGreaterThan(0);
  say('killed under load', JSON.stringify(found));
});

type OpenRun = Awaited<ReturnType<typeof followTwice>> & {
  readonly at: number;
  readonly owner: number;
  readonly stream: SteppedStream;
};

/** Starts a run, and follows it from two places; each joins again when its stream is cut, as a page does. */
async function followTwice(visitor: Visitor, url: string, connectionId: string, prompt: string) {
  const started = await visitor.call(url, 'POST', '/api/runs', {
    idempotencyKey: crypto.randomUUID(),
    connectionId,
    request: { model: 'test-model', prompt, stream: true },
  });
  if (!started.ok) throw new Error(`${started.status} ${await started.text()}`);
  const runId = started.headers.get('x-run-id') ?? '';
  const join = (after: number) => visitor.call(url, 'GET', `/api/runs/${runId}/events?after=${after}`);
  return { runId, readers: [reader(started, join), reader(null, join)] };
}

function reader(first: Response | null, join: (after: number) => Promise<Response>) {
  const state = emptyRunState(1);
  let last = 0;
  const read = async (answer: Response | null): Promise<void> => {
    if (!answer?.ok || answer.body === null) return;
    const parser = createRunEventReader();
    for await (const bytes of answer.body as unknown as AsyncIterable<Uint8Array>) {
      for (const { seq, event } of parser.push(bytes)) {
        last = seq;
        applyRunEvent(state, event);
      }
    }
  };
  const follow = async () => {
    let answer = first;
    while (state.status === 'streaming') {
      answer ??= await join(last).catch(() => null);
      await read(answer).catch(() => {});
      answer = null;
    }
  };
  return { over: follow(), status: () => state.status, text: () => state.choices[0]?.text ?? '' };
}

import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import * as live from '@/app/api/health/live/route';
import * as ready from '@/app/api/health/ready/route';
import * as metrics from '@/app/api/metrics/route';
import { readinessSchema } from '@/lib/platform/model/health';
import { setClosing } from '@/lib/runs/server/closing';
import { startRun } from '@/lib/runs/server/start-run';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';

const TOKEN = 'a-token-for-prometheus';

describeRuns('metrics', ({ kind, setEnv, upstream, connect }) => {
  async function read(): Promise<string> {
    setEnv({ METRICS_TOKEN: TOKEN });
    const answer = await callRoute(metrics.GET, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    return answer.text;
  }

  /** The value of one line; 0 where there is none yet. */
  async function value(line: string): Promise<number> {
    const found = (await read()).split('\n').find((one) => one.startsWith(`${line} `));
    return Number(found?.split(' ').at(-1) ?? 0);
  }

  async function start(answer = answers.stream(['Once', ' upon']), stream = true) {
    const { user } = await newVisitor();
    upstream().always(answer);
    const connectionId = await connect(user.id);
    const started = await startRun({ ...runBody({ model: 'm', stream }, { connectionId }), userId: user.id });
    if (started.kind !== 'live') throw new Error('not live');
    return started.run;
  }

  it('count runs by source and end, tokens, events, and how long the first one took', async () => {
    const lines = {
      started: 'playground_runs_started_total{source="playground"}',
      complete: 'playground_runs_ended_total{status="complete"}',
      first: 'playground_first_token_seconds_count',
      duration: 'playground_run_seconds_count',
      events: 'playground_events_total',
    };
    const all = async () =>
      Object.fromEntries(
        await Promise.all(Object.entries(lines).map(async ([name, line]) => [name, await value(line)])),
      );
    const before = await all();
    await (await start()).settled;
    const after = await all();
    for (const name of ['started', 'complete', 'first', 'duration']) {
      expect(after[name], name).toBe((before[name] ?? 0) + 1);
    }
    expect(after.events).toBeGreaterThanOrEqual((before.events ?? 0) + 2);
  });

  it('count tokens as the upstream does', async () => {
    const count = (kindOf: string) => value(`playground_tokens_total{kind="${kindOf}"}`);
    const before = [await count('prompt'), await count('completion')];
    await (await start(answers.plain('upon a time'), false)).settled;
    const after = [await count('prompt'), await count('completion')];
    expect(after.map((sum, at) => sum - (before[at] ?? 0))).toEqual([3, 4]);
  });

  it('show what is open now, and sample deliveries and commits', async () => {
    const slow = steppedStream();
    const run = await start(slow.answer);
    await slow.begun;
    expect(await value('playground_runs_open')).toBe(1);
    const leave = run.watch(0, { onEvents: () => {}, onEnd: () => {} });
    expect(await value('playground_run_readers')).toBe(1);
    const [deliveries, commits] = [
      await value('playground_delivery_lag_seconds_count'),
      await value('playground_record_lag_seconds_count'),
    ];
    let sent = 0;
    await eventually(async () => {
      sent += 1;
      slow.text(`${sent} `);
      return (await value('playground_delivery_lag_seconds_count')) > deliveries + 1;
    });
    expect(sent).toBeGreaterThan(16);
    await eventually(async () => (await value('playground_record_lag_seconds_count')) > commits);
    leave();
    slow.finish();
    await run.settled;
    expect(await value('playground_runs_open')).toBe(0);
    expect(await value('playground_draining')).toBe(0);
  });

  it('know the connections of Postgres', async () => {
    const text = await read();
    const states = [...text.matchAll(/^playground_database_connections\{state="(\w+)"\} \d+$/gm)];
    expect(states.map(([, state]) => state)).toEqual(
      kind === 'postgresql' ? ['used', 'idle', 'waiting'] : [],
    );
  });

  it('are refused without the token, and never tell it', async () => {
    const refused = await callRoute(metrics.GET);
    expect(refused.status).toBe(403);
    expect(refused.json).toMatchObject({
      error: { code: 'forbidden', message: expect.stringContaining('METRICS_TOKEN') },
    });
    setEnv({ METRICS_TOKEN: TOKEN });
    for (const authorization of [
      '',
      `Bearer ${TOKEN}x`,
      'Bearer ',
      `Basic ${TOKEN}`,
      TOKEN,
      'Bearer undefined',
    ]) {
      const answer = await callRoute(metrics.GET, { headers: { authorization } });
      expect(answer.status, authorization).toBe(403);
      expect(answer.text).not.toContain(TOKEN);
    }
    expect((await callRoute(metrics.GET, { headers: { authorization: `bearer ${TOKEN}` } })).status).toBe(
      200,
    );
  });

  it('are what the Grafana board asks for, and all of ours are on it', async () => {
    // A plain answer has a usage.
    await (await start(answers.plain('upon a time'), false)).settled;
    const text = await read();
    const exported = new Map(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]),
    );
    const board = await readFile('docs/grafana.json', 'utf8');
    const queries = [...board.matchAll(/"(?:expr|query)": "((?:[^"\\]|\\.)*)"/g)].map(
      ([, json]) => JSON.parse(`"${json}"`) as string,
    );
    const asked = new Set(
      queries.flatMap((query) => query.match(/\b(?:playground|nodejs|process)_\w+/g) ?? []),
    );
    expect(asked.size).toBeGreaterThan(20);
    for (const name of asked) {
      const histogram = name.replace(/_bucket$/, '');
      const type = name === histogram ? exported.get(name) : exported.get(histogram);
      expect(type, name).toBeDefined();
      expect(type === 'histogram', name).toBe(name !== histogram);
      // A counter only grows: what it says is its rate.
      const inRate = queries.filter((query) => query.includes(name));
      if (type === 'counter')
        for (const query of inRate) expect(query).toMatch(new RegExp(`(rate|increase)\\(${name}`));
    }
    const shown = [...asked].map((name) => name.replace(/_bucket$/, ''));
    const ours = [...exported.keys()].filter((name) => name?.startsWith('playground_'));
    expect(ours.filter((name) => !shown.includes(String(name)))).toEqual([]);
    // Labels that a query groups by, other than those that Prometheus adds.
    for (const query of queries) {
      const [, label] = / by \((\w+)\)/.exec(query) ?? [];
      if (label === undefined || ['instance', 'le'].includes(label)) continue;
      const name = /playground_\w+/.exec(query)?.[0];
      if (kind === 'sqlite' && name === 'playground_database_connections') continue;
      expect(text, query).toMatch(new RegExp(`^${name}\\{.*${label}=`, 'm'));
    }
  });

  it('have names, units and words as Prometheus has them', async () => {
    const text = await read();
    for (const [, name, type] of text.matchAll(/^# TYPE (playground_\S+) (\S+)$/gm)) {
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.*\\.$`, 'm'));
      expect(name?.endsWith('_total'), name).toBe(type === 'counter');
    }
    // Nothing that names a person, a run or a model.
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});

describeRuns('health', () => {
  it('is ready until the process is about to end; it lives until then', async () => {
    const ask = async () => {
      const [isReady, isLive] = [await callRoute(ready.GET), await callRoute(live.GET)];
      return [isReady.status, readinessSchema.parse(isReady.json).status, isLive.status];
    };
    expect(await ask()).toEqual([200, 'ready', 200]);
    setClosing(true);
    expect(await ask()).toEqual([503, 'draining', 200]);
    setClosing(false);
  });

  it('is not ready without its database, and lives', async () => {
    // Set after the helpers have their database.
    const { closeDb } = await import('@/lib/platform/db/client');
    const { env, replaceEnv } = await import('@/lib/platform/env/env');
    const { testEnvironment } = await import('@/lib/platform/db/testing/test-environment');
    const { databaseUrl } = env;
    await closeDb();
    replaceEnv(
      testEnvironment({ NEXTAUTH_URL: undefined, DATABASE_URL: 'postgresql://nobody:x@127.0.0.1:1/none' }),
    );
    const answer = await callRoute(ready.GET);
    expect([answer.status, answer.json]).toEqual([503, { status: 'failing' }]);
    expect((await callRoute(live.GET)).status).toBe(200);
    await closeDb();
    replaceEnv(testEnvironment({ NEXTAUTH_URL: undefined, DATABASE_URL: databaseUrl }));
  });
});

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createConnection } from '@/lib/connections/server/manage-connections';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import { createPostgresDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { aUser } from '@/lib/platform/db/testing/records';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { getRun } from '@/lib/runs/db/run-history';
import { LEASE_MS } from '@/lib/runs/server/process-lease';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { eventually, runBody } from '@/lib/testing/runs';
import type { FromServer } from '@/lib/testing/server-process';
import { steppedStream } from '@/lib/testing/stepped-stream';

/** Real processes on one Postgres (docs/decisions/0035); e2e/two-servers.spec.ts has them with their web half. */

type Said<Kind extends FromServer['kind']> = Extract<FromServer, { kind: Kind }>;

interface ServerProcess {
  readonly child: ChildProcess;
  readonly said: FromServer[];
  next<Kind extends FromServer['kind']>(kind: Kind, runId?: string): Promise<Said<Kind>>;
  /** The exit code; null after a signal. */
  readonly ended: Promise<number | null>;
  /** Runs that it took from dead processes. */
  taken(): number;
}

describe('two processes on one Postgres', () => {
  let database: TestDatabase;
  let upstream: MisbehavingServer;
  let userId: string;
  let connectionId: string;
  const servers: ServerProcess[] = [];

  beforeAll(async () => {
    database = await createPostgresDatabase(inject('postgresUrl'));
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
    await migrate();
    upstream = await startMisbehavingServer();
    userId = (await aUser()).id;
    const input = { name: 'Stepped', kind: 'custom', baseUrl: upstream.url, key: undefined } as const;
    connectionId = (await createConnection(userId, input)).id;
  });
  afterEach(async () => {
    for (const { child, ended } of servers.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
  });
  afterAll(async () => {
    await upstream.close();
    await closeDb();
    await database.drop();
  });

  async function server(env: Record<string, string> = {}): Promise<ServerProcess> {
    const child = fork('lib/testing/server-process.ts', {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...testEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'info' }), ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const said: FromServer[] = [];
    let log = '';
    child.on('message', (message) => said.push(message as FromServer));
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
    const made: ServerProcess = {
      child,
      said,
      next: async (kind, runId) => {
        const find = () =>
          said.find(
            (one) => one.kind === kind && (runId === undefined || ('runId' in one && one.runId === runId)),
          );
        await eventually(() => find() !== undefined, `${kind} of a server`);
        return find() as never;
      },
      ended: once(child, 'exit').then(([code]) => code),
      taken: () =>
        [...log.matchAll(/"count":(\d+),"msg":"orphaned runs/g)].reduce(
          (sum, [, count]) => sum + Number(count),
          0,
        ),
    };
    servers.push(made);
    await made.next('ready');
    return made;
  }

  /** A run on that server with some text, which is in the database already. */
  async function openRun({ child, said, next }: ServerProcess) {
    const stream = steppedStream();
    upstream.enqueue(stream.answer);
    const before = said.length;
    child.send({ ...runBody({ model: 'm' }, { connectionId, background: true }), userId });
    const started = () => said.slice(before).find((one) => one.kind === 'started');
    await eventually(() => started() !== undefined, 'the start of a run');
    const { runId } = started() as Said<'started'>;
    const request = await stream.begun;
    stream.text('so far');
    const row = async () => {
      const run = await getRun(userId, runId);
      return run && { status: run.status, text: run.state.choices[0]?.text, endedAt: run.endedAt };
    };
    await eventually(async () => (await row())?.text === 'so far', 'the text in the database');
    const end = () => next('ended', runId);
    return {
      runId,
      stream,
      request,
      row,
      end,
      closed: () => eventually(async () => (await row())?.status !== 'streaming'),
    };
  }

  /** Until a server may judge others. */
  async function mayJudge({ child }: ServerProcess): Promise<void> {
    const seenAt = async () =>
      Number((await getDb().serverProcess.findFirst({ where: { pid: child.pid ?? 0 } }))?.seenAt);
    const begun = await seenAt();
    await eventually(async () => (await seenAt()) - begun >= LEASE_MS + 4_000, 'a lease of heartbeats');
  }

  it('a second one leaves the runs of the first alone', async () => {
    const first = await server();
    const run = await openRun(first);
    const second = await server();
    await mayJudge(second);
    expect((await run.row())?.status).toBe('streaming');
    run.stream.text(', and to the end');
    run.stream.finish();
    expect(await run.end()).toMatchObject({ status: 'complete', text: 'so far, and to the end' });
    await run.closed();
    expect(await run.row()).toMatchObject({ status: 'complete', text: 'so far, and to the end' });
    expect([first.taken(), second.taken()]).toEqual([0, 0]);
  });

  it('a killed one’s runs are interrupted by the others, each once, with their text', async () => {
    const [first, ...others] = await Promise.all([server(), server(), server()]);
    await Promise.all(others.map(mayJudge));
    const runs = [await openRun(first), await openRun(first), await openRun(first)];
    const calls = upstream.requests.length;
    first.child.kill('SIGKILL');
    await first.ended;
    for (const run of runs) {
      await run.closed();
      expect(await run.row()).toMatchObject({ status: 'interrupted', text: 'so far' });
    }
    await eventually(() => others.reduce((sum, other) => sum + other.taken(), 0) >= 3, 'the log');
    expect(others.reduce((sum, other) => sum + other.taken(), 0)).toBe(3);
    expect(upstream.requests).toHaveLength(calls);
  });

  it('a paused one that comes back does not take back the end of its run, and shows no other', async () => {
    const [first, second] = await Promise.all([server(), server()]);
    await mayJudge(second);
    const [ends, goesOn] = [await openRun(first), await openRun(first)];
    first.child.kill('SIGSTOP');
    for (const run of [ends, goesOn]) await run.closed();
    const closed = [await ends.row(), await goesOn.row()];
    expect(closed).toMatchObject(Array(2).fill({ status: 'interrupted', text: 'so far' }));
    // Waits in the sockets of the paused process.
    ends.stream.text(', and to the end');
    ends.stream.finish();
    goesOn.stream.text(', and on');
    first.child.kill('SIGCONT');
    for (const run of [ends, goesOn]) expect(await run.end()).toMatchObject({ status: 'interrupted' });
    expect(await goesOn.request.closed).toBe('closed');
    expect([await ends.row(), await goesOn.row()]).toEqual(closed);
    expect(second.taken()).toBe(2);
    // It lives, and so do its next runs.
    const next = await openRun(first);
    next.stream.finish();
    expect(await next.end()).toMatchObject({ status: 'complete' });
  });

  it('SIGTERM lets runs finish, interrupts the rest, and ends with 0; what is open is nobody’s at once', async () => {
    const first = await server({ DRAIN_SECONDS: '5' });
    const [ends, stays] = [await openRun(first), await openRun(first)];
    first.child.kill('SIGTERM');
    await eventually(() => {
      if (first.child.connected) first.child.send({ ...runBody({ model: 'm' }, { connectionId }), userId });
      return first.said.some(({ kind }) => kind === 'refused');
    });
    expect(await first.next('refused')).toMatchObject({ code: 'unavailable' });
    ends.stream.text(', and to the end');
    ends.stream.finish();
    expect(await ends.end()).toMatchObject({ status: 'complete' });
    expect(await first.ended).toBe(0);
    expect(await ends.row()).toMatchObject({ status: 'complete', text: 'so far, and to the end' });
    expect(await stays.row()).toMatchObject({ status: 'interrupted', text: 'so far' });
    expect(await stays.request.closed).toBe('closed');
    expect(await getDb().serverProcess.count({ where: { pid: first.child.pid ?? 0 } })).toBe(0);
  });

  it('a second signal ends it at once', async () => {
    const first = await server({ DRAIN_SECONDS: '3600' });
    await openRun(first);
    let code: number | null | undefined;
    void first.ended.then((ended) => {
      code = ended;
    });
    await eventually(() => {
      if (code === undefined) first.child.kill('SIGTERM');
      return code !== undefined;
    });
    expect(code).toBe(143);
  });
});

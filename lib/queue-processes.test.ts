import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createComparison } from '@/lib/compare/db/comparisons';
import { readQueueCounts, readQueueLists } from '@/lib/compare/db/read-queue';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf } from '@/lib/compare/model/plan-cells';

import { createConnection } from '@/lib/connections/server/manage-connections';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import {
  createPostgresDatabase,
  createSqliteDatabase,
  type TestDatabase,
} from '@/lib/platform/db/testing/databases';
import { aUser } from '@/lib/platform/db/testing/records';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { columnsPlan, sweepPlan } from '@/lib/testing/comparisons';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { eventually } from '@/lib/testing/runs';
import type { FromServer, ToServer } from '@/lib/testing/server-process';
import { answers } from '@/lib/testing/upstream-answers';
import { type Answer, chunk, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';

/** The queue of cells over real processes that are killed (docs/decisions/0038). */

const create = {
  sqlite: createSqliteDatabase,
  postgresql: () => createPostgresDatabase(inject('postgresUrl')),
};

interface Server {
  readonly child: ChildProcess;
  /** Sends, and waits for the answer. */
  ask(message: ToServer): Promise<FromServer>;
  tell(message: ToServer): void;
  kill(): Promise<void>;
  /** SIGTERM; resolves when it closes, with the promise of its exit code. */
  end(): Promise<{ readonly code: Promise<number | null> }>;
}

describe.each(['sqlite', 'postgresql'] as const)('the queue and processes that die, on %s', (kind) => {
  let database: TestDatabase;
  let upstream: MisbehavingServer;
  const servers: Server[] = [];

  beforeAll(async () => {
    database = await create[kind]();
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
    await migrate();
    upstream = await startMisbehavingServer();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.kill();
    upstream.reset();
  });
  afterAll(async () => {
    await upstream.close();
    await closeDb();
    await database.drop();
  });

  async function server(env: Record<string, string> = {}): Promise<Server> {
    const child = fork('lib/testing/server-process.ts', {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...testEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'warn' }), ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const said: FromServer[] = [];
    child.on('message', (message) => said.push(message as FromServer));
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    await eventually(() => said.length > 0 || child.exitCode !== null, 'a server');
    const made: Server = {
      child,
      tell: (message) => void child.send(message),
      async ask(message) {
        const before = said.length;
        child.send(message);
        await eventually(() => said.length > before, 'an answer of a server');
        return said[before] as FromServer;
      },
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
      async end() {
        child.kill('SIGTERM');
        await eventually(() => said.some(({ kind }) => kind === 'closing'), 'the close of a server');
        return { code: ended };
      },
    };
    servers.push(made);
    return made;
  }

  async function compare(plan: (connectionId: string) => ComparisonPlan) {
    const userId = (await aUser()).id;
    const input = { name: 'Upstream', kind: 'custom', baseUrl: upstream.url, key: undefined } as const;
    const connectionId = (await createConnection(userId, input)).id;
    const made = plan(connectionId);
    const comparisonId = (await createComparison(userId, { plan: made }))?.id ?? '';
    const counts = () => readQueueCounts(comparisonId);
    return {
      userId,
      comparisonId,
      cells: cellsOf(made),
      counts,
      quiet: () =>
        eventually(async () => {
          const { waiting, taken } = await counts();
          return waiting + taken.length === 0;
        }, 'a quiet queue'),
      /** Each cell's runs, oldest first. */
      async runs() {
        const rows = await getDb().run.findMany({ where: { comparisonId }, orderBy: { id: 'asc' } });
        const of = new Map<string, string[]>(cellsOf(made).map((cell) => [cell, []]));
        for (const { cell, status } of rows) of.get(cell ?? '')?.push(status);
        return of;
      },
    };
  }
  type Compared = Awaited<ReturnType<typeof compare>>;

  const sweep = (connectionId: string) =>
    sweepPlan(
      {
        connectionId,
        model: 'test-model',
        settings: { values: { seed: 10, stream: true }, sent: ['seed', 'stream'] },
      },
      { background: true },
    );

  /** Answers when the test says so, and counts how often each request came. */
  function held() {
    const open = new Set<() => void>();
    const times = new Map<string, number>();
    const answer: Answer = (response, { json }) => {
      const { temperature, top_p, seed, prompt } = isRecord(json) ? json : {};
      const name = `${prompt} ${temperature} ${top_p} ${seed}`;
      times.set(name, (times.get(name) ?? 0) + 1);
      response.writeHead(200, SSE_HEADERS);
      response.write(chunk('text'));
      const finish = () => {
        open.delete(finish);
        response.end(chunk('', { finishReason: 'stop' }) + DONE);
      };
      open.add(finish);
      response.on('close', () => open.delete(finish));
    };
    upstream.always(answer);
    return {
      open,
      times,
      finish: (count: number) => {
        for (const finish of [...open].slice(0, count)) finish();
      },
    };
  }

  /** Lets the upstream answer at once from now on. */
  function answerAll(of: ReturnType<typeof held>): () => void {
    const timer = setInterval(() => of.finish(Number.POSITIVE_INFINITY), 5);
    return () => clearInterval(timer);
  }

  it('a sweep of 60 cells goes on when its server is killed: each cell once, but those that ran', async () => {
    const calls = held();
    const comparison = await compare(sweep);
    const first = await server();
    const second = kind === 'postgresql' ? await server() : null;
    await first.ask({ ...comparison, start: 'all' });
    // Both have eight, on Postgres.
    await eventually(() => calls.open.size === (second ? 16 : 8), 'runs of all servers');
    for (let finished = 0; finished < 12; finished += 1) {
      const before = calls.times.size;
      calls.finish(1);
      await eventually(() => calls.times.size > before, 'the next cell');
    }
    await first.kill();
    const after = second ?? (await server());
    const stop = answerAll(calls);
    await comparison.quiet();
    const runs = await comparison.runs();
    const interrupted = [...runs].filter(([, statuses]) => statuses.includes('interrupted'));
    expect(interrupted.length).toBeGreaterThan(0);
    expect(interrupted.length).toBeLessThanOrEqual(8);
    for (const [cell, statuses] of runs) expect(statuses, cell).toHaveLength(1);
    expect(calls.times.size).toBe(60);
    expect([...calls.times.values()].filter((times) => times > 1)).toEqual([]);
    // What ran on the dead one is run again when somebody asks for it, and nothing else.
    await after.ask({ ...comparison, start: 'remaining' });
    await comparison.quiet();
    for (const [cell, statuses] of await comparison.runs()) expect(statuses.at(-1), cell).toBe('complete');
    expect(upstream.requests).toHaveLength(60 + interrupted.length);
    stop();
  });

  it('SIGTERM: what runs may finish, what waits is for the next server', async () => {
    const calls = held();
    const comparison = await compare(sweep);
    const first = await server({ DRAIN_SECONDS: '60' });
    await first.ask({ ...comparison, start: 'all' });
    await eventually(() => calls.open.size === 8, 'eight runs');
    const { code } = await first.end();
    // It takes no more.
    first.tell({ ...comparison, start: 'all' });
    calls.finish(8);
    expect(await code).toBe(0);
    expect(calls.times.size).toBe(8);
    expect(await comparison.counts()).toMatchObject({ waiting: 52, taken: [] });
    const stop = answerAll(calls);
    await server();
    await comparison.quiet();
    expect([...calls.times.values()]).toEqual(Array(60).fill(1));
    for (const [cell, statuses] of await comparison.runs()) expect(statuses, cell).toEqual(['complete']);
    stop();
  });

  it('a cell that is watched goes on after a restart once its page is back', async () => {
    const calls = held();
    const comparison = await compare((connectionId) =>
      columnsPlan(
        Array.from({ length: 3 }, (_, at) => ({ connectionId, model: 'test-model', prompt: `${at}` })),
      ),
    );
    const env = { MAX_OPEN_RUNS_PER_USER: '1' };
    const first = await server(env);
    await first.ask({ ...comparison, watch: true, start: 'all' });
    await eventually(() => calls.open.size === 1, 'the first run');
    await first.kill();
    await eventually(() => calls.open.size === 0, 'the end of its connection');
    const second = await server(env);
    expect(calls.times.size).toBe(1);
    const stop = answerAll(calls);
    await second.ask({ ...comparison, watch: true });
    await comparison.quiet();
    expect([...(await comparison.runs()).values()]).toEqual([['interrupted'], ['complete'], ['complete']]);
    expect(calls.times.size).toBe(3);
    stop();
  });

  describe.runIf(kind === 'postgresql')('killed between two steps', () => {
    /** What the next server finds. `calls`: how often the upstream was asked in the end. */
    interface Point {
      readonly name: string;
      /** The step that is held until the server is dead; null: the upstream is asked, and does not answer. */
      readonly step: keyof typeof STEPS | null;
      /** Whether the database carries out the statement that was on its way. */
      readonly arrives: boolean;
      readonly runs: readonly string[];
      readonly calls: number;
    }
    /** Nobody else's. */
    const LOCK = 380_038;
    const STEPS = {
      start: 'INSERT ON "QueuedCell"',
      take: 'UPDATE OF "state" ON "QueuedCell"',
      run: 'INSERT ON "Run"',
      end: 'UPDATE OF "status" ON "Run"',
    };
    const POINTS: readonly Point[] = [
      { name: 'starting', step: 'start', arrives: false, runs: [], calls: 0 },
      { name: 'taking the cell', step: 'take', arrives: false, runs: ['complete'], calls: 1 },
      { name: 'having taken it', step: 'take', arrives: true, runs: ['complete'], calls: 1 },
      { name: 'before the run’s row', step: 'run', arrives: false, runs: ['complete'], calls: 1 },
      { name: 'after the run’s row', step: 'run', arrives: true, runs: ['interrupted'], calls: 0 },
      { name: 'in the answer', step: null, arrives: true, runs: ['interrupted'], calls: 1 },
      { name: 'before the run’s end', step: 'end', arrives: false, runs: ['interrupted'], calls: 1 },
    ];

    async function installHolds(): Promise<void> {
      const client = new pg.Client(database.url);
      await client.connect();
      await client.query('CREATE TABLE "Held" ("comparisonId" TEXT, "step" TEXT)');
      await client.query(`CREATE FUNCTION "hold"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (
            SELECT 1 FROM "Held" WHERE "Held"."comparisonId" = NEW."comparisonId" AND "step" = TG_ARGV[0]
          ) THEN PERFORM pg_advisory_xact_lock_shared(${LOCK}); END IF;
          RETURN NEW;
        END $$`);
      for (const [step, event] of Object.entries(STEPS)) {
        await client.query(
          `CREATE TRIGGER "hold_${step}" BEFORE ${event} FOR EACH ROW EXECUTE FUNCTION "hold"('${step}')`,
        );
      }
      await client.end();
    }

    it('no cell is lost, and none runs twice', async () => {
      await installHolds();
      const survivor = await server();
      const locker = new pg.Client(database.url);
      await locker.connect();
      const cases: (Point & { comparison: Compared; prompt: string })[] = [];
      const times = new Map<string, number>();
      upstream.always((response, request) => {
        const prompt = isRecord(request.json) ? String(request.json.prompt) : '';
        times.set(prompt, (times.get(prompt) ?? 0) + 1);
        if (prompt === 'in the answer' && times.get(prompt) === 1) {
          response.writeHead(200, SSE_HEADERS);
          response.write(chunk('text'));
        } else {
          answers.stream(['text'])(response, request);
        }
      });
      try {
        for (const point of POINTS) {
          const comparison = await compare((connectionId) =>
            columnsPlan([{ connectionId, model: 'test-model', prompt: point.name }]),
          );
          cases.push({ ...point, comparison, prompt: point.name });
          await killAt(point, comparison, locker, times);
        }
        // The pages find the other server.
        for (const { comparison } of cases) await survivor.ask({ ...comparison, watch: true });
        for (const { name, comparison, runs, calls, prompt } of cases) {
          await comparison.quiet();
          expect((await readQueueLists(comparison.comparisonId)).refused, name).toEqual([]);
          expect([...(await comparison.runs()).values()], name).toEqual([runs]);
          expect(times.get(prompt) ?? 0, name).toBe(calls);
        }
        // What is left runs when it is asked for.
        for (const { name, comparison } of cases) {
          await survivor.ask({ ...comparison, start: 'remaining' });
          await comparison.quiet();
          expect([...(await comparison.runs()).values()].flat().at(-1), name).toBe('complete');
        }
      } finally {
        await locker.end();
      }
    });

    async function killAt(
      { step, arrives, name }: Point,
      comparison: Compared,
      locker: pg.Client,
      times: ReadonlyMap<string, number>,
    ): Promise<void> {
      const victim = await server();
      await victim.ask({ ...comparison, watch: true });
      await locker.query(`SELECT pg_advisory_lock(${LOCK})`);
      await locker.query('INSERT INTO "Held" VALUES ($1, $2)', [comparison.comparisonId, step]);
      victim.tell({ ...comparison, start: 'all' });
      if (step === null) await eventually(() => times.get(name) === 1, 'the call');
      else await eventually(async () => (await blocked(locker)).length > 0, `a statement (${name})`);
      const pids = await blocked(locker);
      await victim.kill();
      if (!arrives) for (const pid of pids) await locker.query('SELECT pg_terminate_backend($1)', [pid]);
      await locker.query('DELETE FROM "Held"');
      await locker.query(`SELECT pg_advisory_unlock(${LOCK})`);
      await eventually(async () => (await blocked(locker)).length === 0, `the end of a statement (${name})`);
    }

    /** Sessions that wait for the lock. */
    async function blocked(locker: pg.Client): Promise<number[]> {
      const { rows } = await locker.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = ${LOCK}`,
      );
      return rows.map(({ pid }) => pid);
    }
  });
});

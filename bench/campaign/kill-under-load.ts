import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { App } from '@/e2e/support/app';
import type { Cluster } from '@/e2e/support/cluster';
import { aVisitor, until, type Visitor } from '@/e2e/support/visitor';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { isRecord } from '@/lib/protocol/response/wire-json';
import type { MisbehavingServer } from '@/lib/testing/misbehaving-server';
import type { Answer } from '@/lib/testing/upstream-wire';
import { type FollowedNumbers, followNumbers, numbered, whatIsLeft } from './numbered';

/**
 * `kill -9` of a random one of several servers, again and again, while people read streams, programs write runs and sweeps
 * go through the queue. Everything is counted where it can't be wrong: upstream calls at the upstream by what was asked,
 * rows in the database itself.
 */

/** Each server has as many streams as this, of half a minute each. */
const STREAMS = 3;
const STREAM: Answer = numbered(50, 600);
const WRITERS = 6;
const WRITTEN: Answer = numbered(20, 10);
const CELL: Answer = numbered(50, 40);
/** 5 × 4 values, three times. */
const CELLS = 60;
/** Between a kill, whose server starts again at once, and the next one. */
const PAUSE_MS = { least: 4_000, more: 4_000 };
/**
 * One that has just started judges nobody for the time of a lease (docs/decisions/0035), so as long as runs of the dead are open, the
 * one that was there first is spared. After so many kills it is waited until there are none, and that one is killed.
 */
const KILLS_BESIDE_ONE = 3;
/** A dead server's runs are looked at for so long; then they count as stuck. */
const STUCK_MS = 60_000;
const SETTLED_WITHIN_MS = 3 * 60_000;
const AT_MOST_MS_PER_KILL = 60_000;

/** What servers under this load have as variables: no bound but that of one person. */
export const KILLED_CLUSTER_ENV = {
  MAX_OPEN_RUNS_PER_USER: '12',
  MAX_OPEN_RUNS_PER_ADDRESS: '1000',
  MAX_OPEN_RUNS: '2000',
  GUEST_QUOTA_MB: '0',
  GUEST_ADDRESS_MB_PER_DAY: '0',
};

export interface KillsFound {
  readonly kills: number;
  /** Runs that were open on a server when it was killed. */
  readonly orphans: number;
  /** The longest time from a kill until none of that server's runs was open any more, in the rows. */
  readonly interruptedAfterMs: number;
  readonly streams: {
    readonly cut: number;
    readonly ended: number;
    /** How long before its kill a reader had the first word that is not in the row; one number for each stream that was cut. */
    readonly missingMs: readonly number[];
  };
  readonly written: { readonly runs: number; readonly again: number; readonly interrupted: number };
  readonly cells: { readonly run: number; readonly sweeps: number; readonly interrupted: number };
  /** Upstream calls for one run, or one cell of one start, beyond the first. */
  readonly doubled: number;
  /** What should not be, in words. Empty: all is well. */
  readonly wrong: readonly string[];
}

export async function killUnderLoad(
  { apps, databaseUrl }: Cluster,
  upstream: MisbehavingServer,
  kills: number,
  say: (text: string) => void = () => {},
): Promise<KillsFound> {
  const rows = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const wrong: string[] = [];
  const calls = new Map<string, number>();
  upstream.always((response, request) => {
    const { prompt, temperature, top_p, seed } = isRecord(request.json) ? request.json : {};
    const name = nameOf(String(prompt), { temperature, top_p, seed });
    calls.set(name, (calls.get(name) ?? 0) + 1);
    const answer = { stream: STREAM, write: WRITTEN, cells: CELL }[String(prompt).split(' ')[0] ?? ''];
    return (answer ?? WRITTEN)(response, request);
  });
  const deadline = performance.now() + kills * AT_MOST_MS_PER_KILL + SETTLED_WITHIN_MS;
  /** Those that are there, the one that was there first before the others. */
  const up = new Set<App>(apps);
  let isOver = false;
  const someApp = () => [...up][Math.floor(Math.random() * up.size)] ?? (apps[0] as App);
  let orphans = 0;
  let interruptedAfterMs = 0;
  const streams = { cut: 0, ended: 0, missingMs: [] as number[] };
  const written = { runs: 0, again: 0, interrupted: 0 };
  const cells = { run: 0, sweeps: 0, interrupted: 0 };
  /** When each server was killed. */
  const killsOf = new Map<App, number[]>(apps.map((app) => [app, []]));
  const checks: Promise<void>[] = [];

  async function someone() {
    const visitor = await aVisitor(someApp().url);
    const body = { name: 'Numbers', kind: 'custom', baseUrl: upstream.url };
    const { id } = await visitor.json<{ id: string }>(someApp().url, 'POST', '/api/connections', body);
    return { visitor, connectionId: id };
  }
  type Someone = Awaited<ReturnType<typeof someone>>;

  /** The run's row once it has ended, asked for at whichever server is there. */
  async function endOf(visitor: Visitor, runId: string) {
    const giveUp = performance.now() + STUCK_MS;
    for (;;) {
      const run = await visitor.detail(someApp().url, runId).catch(() => null);
      if (run !== null && run.status !== 'streaming') return run;
      if (performance.now() > giveUp) return null;
      await setTimeout(250);
    }
  }

  /** Somebody who reads one stream after the other, through the server that has it. */
  async function read({ visitor, connectionId }: Someone, app: App, place: number): Promise<void> {
    for (let round = 0; !isOver; round += 1) {
      await until(() => up.has(app) || isOver);
      let run: FollowedNumbers;
      const startedAt = performance.now();
      const prompt = `stream ${apps.indexOf(app)} ${place} ${round}`;
      try {
        run = await followNumbers(visitor, app.url, connectionId, prompt);
      } catch {
        // It was killed just then, or the slots of its last life have not lapsed yet.
        await setTimeout(500);
        continue;
      }
      await run.over;
      const row = await endOf(visitor, run.runId);
      // It may have ended for its reader, and its end was not saved yet.
      const killed = killsOf.get(app)?.find((at) => at > startedAt);
      if (row === null) wrong.push(`${prompt}: still streaming`);
      else if (killed !== undefined && row.status === 'interrupted') {
        const { isPrefix, missingMs } = whatIsLeft(row, run.arrivals, killed);
        if (!isPrefix) wrong.push(`${prompt}: not the text that was sent`);
        streams.cut += 1;
        streams.missingMs.push(missingMs);
      } else if (row.status === 'complete' && whatIsLeft(row, [], 0).words === 600) streams.ended += 1;
      else wrong.push(`${prompt}: ${row.status}, ${whatIsLeft(row, [], 0).words} words`);
    }
  }

  /** A program that repeats each call, with its key, until it knows how its run ended. */
  async function write({ visitor, connectionId }: Someone, writer: number): Promise<void> {
    for (let at = 0; !isOver; at += 1) {
      const prompt = `write ${writer} ${at}`;
      const body = {
        idempotencyKey: crypto.randomUUID(),
        connectionId,
        background: true,
        request: { model: 'numbers', prompt, stream: true },
      };
      for (let tries = 0; ; tries += 1) {
        const runId = await startAndRead(visitor, body);
        const row = runId === null ? null : await endOf(visitor, runId);
        if (row === null && tries < 100) {
          written.again += 1;
          await setTimeout(200);
          continue;
        }
        if (row?.status === 'interrupted') written.interrupted += 1;
        else if (row?.status !== 'complete') wrong.push(`${prompt}: ${row?.status ?? 'no run'}`);
        else if (calls.get(nameOf(prompt)) !== 1) wrong.push(`${prompt}: ${calls.get(nameOf(prompt))} calls`);
        break;
      }
      written.runs += 1;
      // One writer may start 240 a minute.
      await setTimeout(300);
    }
  }

  /** The run's id; null: no answer, or none with a run. */
  async function startAndRead(visitor: Visitor, body: object): Promise<string | null> {
    const answer = await visitor.call(someApp().url, 'POST', '/api/runs', body).catch(() => null);
    await answer?.text().catch(() => {});
    return answer?.ok ? answer.headers.get('x-run-id') : null;
  }

  /** One sweep after the other, which nobody watches. */
  async function sweep({ visitor, connectionId }: Someone): Promise<void> {
    for (let at = 0; !isOver; at += 1) {
      const prompt = `cells ${at}`;
      const plan: ComparisonPlan = {
        background: true,
        base: {
          prompt,
          connectionId,
          model: 'numbers',
          settings: { values: { seed: 10, stream: true }, sent: ['seed', 'stream'] },
        },
        axes: [
          { kind: 'parameter', parameter: 'temperature', values: [0, 0.3, 0.6, 0.9, 1.2] },
          { kind: 'parameter', parameter: 'top_p', values: [0.25, 0.5, 0.75, 1] },
        ],
        repeats: 3,
      };
      const made = await again(() =>
        visitor.json<{ id: string }>(someApp().url, 'POST', '/api/comparisons', { plan }),
      );
      const start = { idempotencyKey: crypto.randomUUID(), cells: 'all' };
      await again(() => visitor.json(someApp().url, 'POST', `/api/comparisons/${made.id}/start`, start));
      await until(async () => (await inQueue(made.id)) === 0 || performance.now() > deadline);
      await checkSweep(made.id, prompt);
    }
  }

  async function inQueue(comparisonId: string): Promise<number> {
    const { rows: found } = await rows.query<{ count: string }>(
      `SELECT count(*) FROM "QueuedCell" WHERE "comparisonId" = $1 AND "state" IN ('waiting', 'taken')`,
      [comparisonId],
    );
    return Number(found[0]?.count);
  }

  async function checkSweep(comparisonId: string, prompt: string): Promise<void> {
    const { rows: found } = await rows.query<{ cell: string; status: string }>(
      `SELECT "cell", "status" FROM "Run" WHERE "comparisonId" = $1`,
      [comparisonId],
    );
    const left = await inQueue(comparisonId);
    if (left > 0) wrong.push(`${prompt}: ${left} cells stuck`);
    const ran = new Set(found.map(({ cell }) => cell)).size;
    if (ran !== CELLS || found.length !== CELLS)
      wrong.push(`${prompt}: ${found.length} runs of ${ran} cells`);
    const complete = found.filter(({ status }) => status === 'complete').length;
    const interrupted = found.filter(({ status }) => status === 'interrupted').length;
    if (complete + interrupted !== found.length) wrong.push(`${prompt}: neither complete nor interrupted`);
    const asked = [...calls.keys()].filter((name) => name.startsWith(`${prompt} {`)).length;
    if (asked < complete) wrong.push(`${prompt}: ${asked} calls for ${complete} complete cells`);
    cells.run += found.length;
    cells.interrupted += interrupted;
    cells.sweeps += 1;
  }

  /** Until the server that is asked is one that is there. The same is asked with the same key. */
  async function again<Answered>(act: () => Promise<Answered>): Promise<Answered> {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await setTimeout(300);
      }
    }
  }

  /** Waits until no row says any more that this process writes a run. */
  async function afterKill(pid: number, at: number): Promise<void> {
    const open = async () => {
      const { rows: found } = await rows.query<{ count: string }>(
        `SELECT count(*) FROM "Run" JOIN "ServerProcess" AS owner ON owner."id" = "Run"."processId"
         WHERE owner."pid" = $1 AND "Run"."status" = 'streaming'`,
        [pid],
      );
      return Number(found[0]?.count);
    };
    const found = await open();
    orphans += found;
    if (found === 0) return;
    while ((await open()) > 0) {
      if (performance.now() - at > STUCK_MS) {
        wrong.push(`${await open()} rows stuck`);
        say(`stuck:\n${apps.map((app) => app.log().slice(-1_500)).join('\n')}`);
        return;
      }
      await setTimeout(100);
    }
    interruptedAfterMs = Math.max(interruptedAfterMs, performance.now() - at);
  }

  const people = await Promise.all(Array.from({ length: apps.length + WRITERS + 1 }, someone));
  const work = [
    ...apps.flatMap((app, at) =>
      Array.from({ length: STREAMS }, (_, place) => read(people[at] as Someone, app, place)),
    ),
    ...people.slice(apps.length, -1).map(write),
    sweep(people.at(-1) as Someone),
  ];
  const failed = Promise.all(work);
  // It is looked at below.
  failed.catch(() => {});
  let killed = 0;
  for (let kill = 1; kill <= kills && performance.now() < deadline; kill += 1) {
    await setTimeout(PAUSE_MS.least + Math.random() * PAUSE_MS.more);
    await until(() => up.size > 1);
    const oldestTurn = kill % (KILLS_BESIDE_ONE + 1) === 0;
    if (oldestTurn) await Promise.all(checks);
    const [oldest, ...others] = [...up];
    const app = (oldestTurn ? oldest : others[Math.floor(Math.random() * others.length)]) ?? (apps[0] as App);
    const { pid } = app;
    up.delete(app);
    const at = performance.now();
    killsOf.get(app)?.push(at);
    await app.kill9();
    killed = kill;
    checks.push(afterKill(pid, at));
    checks.push(app.restart().then(() => void up.add(app)));
    if (kill % 10 === 0) {
      const longest = Math.round(interruptedAfterMs);
      say(`${kill} kills: ${orphans} runs cut, for ${longest} ms at most, ${wrong.length} wrong`);
    }
  }
  await Promise.all(checks);
  isOver = true;
  await failed;
  const stuck = await rows.query<{ count: string }>(
    `SELECT count(*) FROM "Run" WHERE "status" = 'streaming'`,
  );
  if (Number(stuck.rows[0]?.count) > 0) wrong.push(`${stuck.rows[0]?.count} rows are streaming in the end`);
  const twice = await rows.query(
    `SELECT 1 FROM "Run" WHERE "promptPreview" LIKE 'write %' OR "promptPreview" LIKE 'stream %'
     GROUP BY "promptPreview" HAVING count(*) > 1`,
  );
  if (twice.rows.length > 0) wrong.push(`${twice.rows.length} runs have two rows`);
  await rows.end();
  const doubled = [...calls.values()].reduce((sum, times) => sum + times - 1, 0);
  if (doubled > 0) wrong.push(`${doubled} upstream calls doubled`);
  if (killed < kills) wrong.push(`only ${killed} of ${kills} servers were killed in time`);
  return {
    kills: killed,
    orphans,
    interruptedAfterMs,
    streams,
    written,
    cells,
    doubled,
    wrong,
  };
}

/** What an upstream call is counted under. */
function nameOf(prompt: string, values: Record<string, unknown> = {}): string {
  return `${prompt} ${JSON.stringify(values)}`;
}

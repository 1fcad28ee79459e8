import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createPostgresDatabase } from '@/lib/platform/db/testing/databases';
import { startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { openRedis } from '@/lib/platform/server/redis/open-redis';
import { command, startRedis } from '@/lib/platform/server/redis/testing/redis-server';
import { createLiveLog } from '@/lib/runs/server/live-log';
import { createLogWriter, type LogWriter } from '@/lib/runs/server/shared/log-writer';
import { runLoad } from './server-path/load.mjs';
import { cpuMs } from './server-path/process-cost.mjs';
import { playground, startEmitter } from './server-path/targets.mjs';

// What sharing runs through Redis costs: `npm run bench:cluster`. Writes bench/CLUSTER.md. Loopback only; ends by itself.
// Needs the production build and redis-server.

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const LOAD = { streams: 200, tokens: 200, pace: 20 };
const TOKENS = LOAD.streams * LOAD.tokens;

interface Target {
  readonly name: string;
  readonly child: ChildProcess;
  readonly url: string;
  readonly requestOf: (load: typeof LOAD) => (index: number) => {
    url: string;
    headers: Record<string, string>;
    body: string;
  };
  readonly stop: () => void;
}

interface Round {
  readonly server: number;
  readonly redis: number;
  readonly follower: number;
  readonly laterP99: number;
  readonly lost: number;
}

const redis = await startRedis();
const postgres = await startPostgres();
const database = await createPostgresDatabase(postgres.url);
const emitter = await startEmitter();
const started: Target[] = [];
try {
  const shared = {
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    DATABASE_URL: database.url,
  };
  const start = async (env: Record<string, string>) => {
    const target = (await playground(emitter, env)) as Target;
    started.push(target);
    return target;
  };
  const alone = await start({});
  const withRedis = await start({ REDIS_URL: redis.url });
  const owner = await start({ ...shared, REDIS_URL: redis.url });
  const follower = await start({ ...shared, REDIS_URL: redis.url });

  const rounds = { off: [] as Round[], on: [] as Round[], followed: [] as Round[] };
  for (const target of [alone, withRedis, owner]) await measure(target, null);
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.off.push(await measure(alone, null));
    rounds.on.push(await measure(withRedis, null));
    rounds.followed.push(await measure(owner, follower));
    console.log(round + 1, rounds.off.at(-1), rounds.on.at(-1), rounds.followed.at(-1));
  }
  const writer = await writerAlone();
  console.log(writer);
  const info = String(await command(redis.url, ['INFO', 'memory']));
  const peakMb = Number(/used_memory_peak:(\d+)/.exec(info)?.[1]) / 1024 / 1024;
  const version = /redis_version:(\S+)/.exec(String(await command(redis.url, ['INFO', 'server'])))?.[1];
  writeFileSync(
    path.join(import.meta.dirname, 'CLUSTER.md'),
    report(rounds, { peakMb, version: version ?? '?', writer }),
  );
  console.log('Written: bench/CLUSTER.md');
} finally {
  for (const target of started) target.stop();
  emitter.child.kill('SIGKILL');
  await redis.stop();
  await database.drop();
  await postgres.stop();
}

async function measure(target: Target, follower: Target | null): Promise<Round> {
  const pids = [target.child.pid ?? 0, redis.pid, follower?.child.pid ?? target.child.pid ?? 0];
  const before = pids.map(cpuMs);
  const followed: Promise<boolean>[] = [];
  const result = await runLoad(
    target.requestOf(LOAD),
    LOAD.streams,
    LOAD.tokens,
    (runId, { cookie = '' }) => {
      if (follower !== null) followed.push(follow(follower, cookie, runId));
    },
  );
  const cut = (await Promise.all(followed)).filter((isWhole) => !isWhole).length;
  // What is written after the last token belongs to the run.
  await wait(500);
  const [server = 0, redisMs = 0, followerMs = 0] = pids.map(
    (pid, at) => ((cpuMs(pid) - (before[at] ?? 0)) * 1000) / TOKENS,
  );
  const sorted = result.laterLags.sort((a: number, b: number) => a - b);
  return {
    server,
    redis: redisMs,
    follower: follower === null ? 0 : followerMs,
    laterP99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    lost: result.lost + cut,
  };
}

/** Follows a run through another server: whether it came to its end. */
function follow({ url }: Target, cookie: string, runId: string): Promise<boolean> {
  return new Promise((resolve) => {
    let tail = '';
    const request = http.get(
      `${url}/api/runs/${runId}/events?after=0`,
      { headers: { cookie } },
      (response) => {
        response.setEncoding('utf8').on('data', (text: string) => {
          tail = (tail + text).slice(-2_000);
        });
        response.on('close', () => resolve(tail.includes('"run-end"')));
      },
    );
    request.on('error', () => resolve(false));
  });
}

interface Writer {
  readonly off: number;
  readonly on: number;
  readonly redis: number;
}

/** CPU for 1,000 tokens of logs in this process, without and with their copies in Redis. */
async function writerAlone(): Promise<Writer> {
  replaceEnv(testEnvironment());
  const shared = openRedis(redis.url, randomUUID());
  while (!shared.isUp) await wait(20);
  const of = { off: [] as number[], on: [] as number[], redis: [] as number[] };
  for (let round = 0; round < 3; round += 1) {
    of.off.push((await tokens(null)).own);
    const on = await tokens(createLogWriter(shared));
    of.on.push(on.own);
    of.redis.push(on.redis);
  }
  shared.close();
  return { off: median(of.off), on: median(of.on), redis: median(of.redis) };
}

async function tokens(writer: LogWriter | null) {
  const logs = Array.from({ length: LOAD.streams }, () => {
    const identity = { runId: randomUUID(), createdAt: new Date().toISOString(), choiceCount: 1 };
    const log = createLiveLog(identity);
    log.append([{ type: 'run-start', ...identity }]);
    writer?.copy(identity.runId, log);
    return log;
  });
  const [before, redisBefore] = [process.cpuUsage(), cpuMs(redis.pid)];
  const begun = performance.now();
  for (let token = 0; token < LOAD.tokens; token += 1) {
    for (const log of logs) log.append([{ type: 'text-delta', index: 0, text: ` token${token}` }]);
    await wait(Math.max(0, begun + (token + 1) * LOAD.pace - performance.now()));
  }
  await writer?.flushed();
  const { user, system } = process.cpuUsage(before);
  const timings = { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 };
  for (const log of logs) {
    log.append([{ type: 'run-end', status: 'complete', timings }]);
    log.end();
  }
  await writer?.flushed();
  return { own: (user + system) / TOKENS, redis: ((cpuMs(redis.pid) - redisBefore) * 1000) / TOKENS };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function report(
  { off, on, followed }: Record<'off' | 'on' | 'followed', Round[]>,
  { peakMb, version, writer }: { peakMb: number; version: string; writer: Writer },
): string {
  const of = (rounds: Round[], field: keyof Round) => median(rounds.map((round) => round[field]));
  const row = (name: string, rounds: Round[]) =>
    `| ${name} | ${of(rounds, 'server').toFixed(1)} | ${of(rounds, 'redis').toFixed(2)} | ${
      rounds === followed ? of(rounds, 'follower').toFixed(1) : ''
    } | ${of(rounds, 'laterP99').toFixed(1)} | ${rounds.reduce((sum, { lost }) => sum + lost, 0)} |`;
  const ratio = of(on, 'server') / of(off, 'server');
  const perSecond = 1_000_000 / of(on, 'redis');
  const followedPerSecond = 1_000_000 / of(followed, 'redis');
  return `# Several servers through Redis

Written by \`npm run bench:cluster\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model}), Node ${process.version},
Redis ${version} without persistence; load of the machine ${os.loadavg()[0]?.toFixed(1)}. ${LOAD.streams} streams of ${LOAD.tokens} tokens, one every ${LOAD.pace} ms (${
    (LOAD.streams * 1000) / LOAD.pace
  } tokens a second), ${ROUNDS} interleaved rounds, medians. CPU in milliseconds for 1,000 tokens.

| | server | Redis | server that follows | later tokens p99, ms | streams lost |
|---|---|---|---|---|---|
${row('one server, SQLite, no Redis', off)}
${row('one server, SQLite, Redis on', on)}
${row('two servers, Postgres: every run is also followed through the other', followed)}

- **Redis on costs ${ratio.toFixed(2)} × the CPU** of Redis off by these rounds (the bar: 1.25).
- **What copying the logs adds, alone**: ${(writer.on - writer.off).toFixed(1)} ms for 1,000 tokens, and ${writer.redis.toFixed(
    1,
  )} ms of Redis. In one process without HTTP, ${LOAD.streams} logs get a token
  every ${LOAD.pace} ms, with the writer (${writer.on.toFixed(1)} ms) and without (${writer.off.toFixed(1)} ms), medians of three.
- **Events that one Redis carries**: Redis runs its commands on one core. By its CPU in the second row that core is full with about
  ${Math.round(perSecond / 1000)},000 events a second that are only written, and by the third with about ${Math.round(
    followedPerSecond / 1000,
  )},000 that are written and read by
  one other server each. Computed from its CPU under this load; it was not driven to that point.
- At its peak Redis held ${peakMb.toFixed(0)} MB, all rounds' runs of the last minute included.

## On paper: 10,000 open streams

Of people who read along: 30 tokens a second each, 300,000 a second in all. Nothing of this was tried; it is what the numbers above
give when they grow in proportion.

| | needs | rests on |
|---|---|---|
| servers | ${(300 * (of(on, 'server') / 1000)).toFixed(1)} cores of JavaScript, so about ${Math.ceil(
    (300 * (of(on, 'server') / 1000)) / 0.6,
  )} processes at 60 % of a core each | CPU per 1,000 tokens with Redis on |
| those that follow elsewhere (a reload, a second tab; a tenth of the streams) | ${(
    30 * (of(followed, 'follower') / 1000)
  ).toFixed(1)} cores more | CPU of the following server |
| Redis | ${(300 * (of(on, 'redis') / 1000)).toFixed(1)} cores; it has one | CPU of Redis per 1,000 tokens. ${
    300 * (of(on, 'redis') / 1000) < 0.7
      ? 'One instance is enough.'
      : 'One instance is not enough: runs would have to be spread over several by their ids, or their events gathered for longer (60 ms instead of 20 bring half of the entries).'
  } |
| memory of Redis | 1 to 3 GB | about 100 bytes a token and 1,000 to 3,000 tokens a run; at most 1 MiB a run |
| connections | 20,000 sockets over all servers, 3 to Redis from each | one to the browser and one to the upstream per stream |
| Postgres | 10,000 to 14,000 small writes a second | one checkpoint per run and second (docs/decisions/0011), which Redis does not change. **This is the first bound that is met**: a usual machine commits some thousands of batches; checkpoints of a server share commits, and their distance would have to grow |
`;
}

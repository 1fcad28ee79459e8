import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { UPSTREAM_LIMITS } from '@/lib/connections/server/upstream/limits';
import { createSocketPool, type SocketPool } from '@/lib/connections/server/upstream/socket-pool';
import { createHttpTransport } from '@/lib/connections/server/upstream/transport';
import { executeRun } from '@/lib/runs/server/execute-run';
import { createLiveRun, type LiveRun } from '@/lib/runs/server/live-run';
import { createRunRegistry, type RunRegistry } from '@/lib/runs/server/registry';

// Memory held by runs with a hostile upstream: `npm run bench:memory`. Loopback only; ends by itself.

const MIB = 1024 * 1024;
const PROBES = [
  { answer: 'manyAlternatives', what: '2,000 alternatives a token, 2,000 tokens, 5 asked for', runs: 1 },
  { answer: 'longText', what: 'ended runs of 16 MiB', runs: 60 },
  {
    answer: 'endless',
    what: '60 MiB of tokens, 20 alternatives each, six runs at once',
    runs: 6,
    atOnce: true,
  },
];

// Each probe has its own process, since used memory is not given back at once.
const [only] = process.argv.slice(2);
const probe = PROBES.find(({ answer }) => answer === only);
if (probe) await runProbe(probe);
else await writeResults();
process.exit(0);

async function runProbe(one: (typeof PROBES)[number]): Promise<void> {
  const upstream = fork(fileURLToPath(new URL('./hostile-upstream.ts', import.meta.url)), {
    execArgv: process.execArgv,
  });
  const [url] = (await once(upstream, 'message')) as [string];
  upstream.send(one.answer);
  await once(upstream, 'message');
  process.send?.(await measure(one, url));
  upstream.disconnect();
}

async function measure(
  { answer, what, runs, atOnce = false }: (typeof PROBES)[number],
  url: string,
): Promise<string> {
  const pool = createSocketPool();
  const registry = createRunRegistry();
  const collect = globalThis.gc ?? (() => {});
  collect();
  const before = process.memoryUsage();
  let peak = before.rss;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const ends: string[] = [];
  const one = async (number: number) => {
    const run = await carryOut({ registry, pool, url }, `${answer}-${number}`);
    ends.push(run.log.state.error?.code ?? run.log.state.status);
  };
  if (atOnce) await Promise.all(Array.from({ length: runs }, (_, at) => one(at)));
  else for (let at = 0; at < runs; at += 1) await one(at);
  clearInterval(watch);
  collect();
  const after = process.memoryUsage();
  const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`;
  const seen = [...new Set(ends)].map((end) => `${ends.filter((other) => other === end).length} ${end}`);
  pool.close();
  // Read last, so that nothing of it is collected before.
  const joinable = registry.ids().length;
  return `| ${what} | ${runs} | ${seen.join(', ')} | ${joinable} | ${mib(after.heapUsed + after.external - before.heapUsed - before.external)} | ${mib(peak)} |`;
}

async function carryOut({ registry, pool, url }: Setup, id: string): Promise<LiveRun> {
  const { run, controls } = createLiveRun({
    identity: { runId: id, createdAt: new Date().toISOString(), choiceCount: 1 },
    userId: 'somebody',
    idempotencyKey: id,
    idempotencyHash: id,
    grace: null,
  });
  registry.add(run);
  controls.markStored();
  await executeRun({
    run,
    request: { model: 'm', prompt: 'p', stream: true, logprobs: answerLogprobs(id) },
    retries: null,
    transport: createHttpTransport({
      urlOf: () => ({ ok: true, url: `${url}/completions` }),
      key: null,
      policy: { allowPrivate: true },
      limits: UPSTREAM_LIMITS,
      pool,
    }),
    secrets: [],
    acceptedAt: performance.now(),
    onDerived: () => registry.weigh(run),
    store: { checkpoint: async () => true, settleRun: async () => true },
  });
  controls.markSettled(true);
  registry.retire(run);
  return run;
}

interface Setup {
  readonly registry: RunRegistry;
  readonly pool: SocketPool;
  readonly url: string;
}

function answerLogprobs(id: string): number {
  return id.startsWith('endless') ? 20 : 5;
}

async function writeResults(): Promise<void> {
  const rows: string[] = [];
  for (const { answer } of PROBES) {
    const child = fork(fileURLToPath(import.meta.url), [answer], { execArgv: process.execArgv });
    const [row] = (await once(child, 'message')) as [string];
    rows.push(row);
    console.log(row);
  }
  writeFileSync(
    new URL('../MEMORY.md', import.meta.url),
    `# What hostile upstreams make the server hold

Written by \`npm run bench:memory\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores, Node ${process.version}.
Held: heap and buffers after a full collection, while ended runs can still be joined. Peak: of the whole process.

| upstream | runs | ends | joinable | held | peak RSS |
|---|---|---|---|---|---|
${rows.join('\n')}

Before runs were bounded in bytes (2026-11-29, the same machine): 300 MiB held and a peak of 532 MiB; 686 MiB and 2,016 MiB;
878 MiB and 2,291 MiB.
`,
  );
}

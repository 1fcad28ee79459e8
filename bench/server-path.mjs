// The server's path against its peers: `npm run bench`. Writes bench/RESULTS.md. Loopback only; ends by
// itself.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runLoad } from './server-path/load.mjs';
import { cpuMs, peakMb, pin, resetPeak } from './server-path/process-cost.mjs';
import { report } from './server-path/report.mjs';
import { barePipe, direct, playground, portkey, startEmitter } from './server-path/targets.mjs';

const HERE = import.meta.dirname;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const LOADS = [
  { name: 'one stream', streams: 1, tokens: 100, pace: 10 },
  { name: '200 streams × 200 tokens at 20 ms', streams: 200, tokens: 200, pace: 20 },
  { name: '1,000 slow streams × 10 tokens at 1 s', streams: 1000, tokens: 10, pace: 1000, rounds: 1 },
];

if (!existsSync(path.join(HERE, 'node_modules'))) {
  console.log('Installing the peers');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: HERE,
    stdio: 'inherit',
  });
}

const emitter = await startEmitter();
const targets = [direct(emitter), await barePipe(emitter), await portkey(emitter), await playground(emitter)];
// The load and its baseline share one core; the server under test has the other.
const isPinned = os.cpus().length > 1;
if (isPinned) {
  pin(process.pid, 0);
  for (const { child } of targets) if (child) pin(child.pid, 1);
}
const rows = [];
try {
  for (const target of targets) await runLoad(target.requestOf(LOADS[0]), 1, LOADS[0].tokens);
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const load of LOADS) {
      if (round > (load.rounds ?? ROUNDS)) continue;
      for (const target of targets) rows.push(await measure(target, load, round));
    }
  }
} finally {
  for (const target of targets) target.stop();
  emitter.child.kill('SIGKILL');
}
writeFileSync(path.join(HERE, 'RESULTS.md'), report(rows, LOADS, { rounds: ROUNDS, isPinned }));
console.log('Written: bench/RESULTS.md');

async function measure(target, load, round) {
  const pid = target.child?.pid;
  if (pid) resetPeak(pid);
  const before = pid ? cpuMs(pid) : 0;
  const result = await runLoad(target.requestOf(load), load.streams, load.tokens);
  const cpu = pid ? cpuMs(pid) - before : 0;
  console.log(
    `${round} ${load.name}: ${target.name}, ${result.tokens} tokens, ${result.lost} lost ${result.errors}`,
  );
  return {
    target: target.name,
    load: load.name,
    ...result,
    cpuPer1k: (cpu * 1000) / Math.max(1, result.tokens),
    rssMb: pid ? peakMb(pid) : 0,
  };
}

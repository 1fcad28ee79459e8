import os from 'node:os';
import { startCluster } from '@/e2e/support/cluster';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { note } from './counts';
import { KILLED_CLUSTER_ENV, killUnderLoad } from './kill-under-load';

/** `tsx bench/campaign/three-servers.ts KILLS`: needs the production build and a Redis. */

/** From a kill to the end of all its runs: the lease, and the pause between two looks. */
const INTERRUPTED_WITHIN_MS = 20_000;
const MISSING_MS = 1_000;

const kills = Number(process.argv[2]);
const upstream = await startMisbehavingServer();
const cluster = await startCluster({ count: 3, env: KILLED_CLUSTER_ENV });
const begun = performance.now();
try {
  const found = await killUnderLoad(cluster, upstream, kills, (text) =>
    console.log(`three servers: ${text}`),
  );
  const { kills: killed, orphans, interruptedAfterMs, streams, written, cells, doubled, wrong } = found;
  const minutes = Math.round((performance.now() - begun) / 60_000);
  const where = 'postgresql, redis';
  const missing = streams.missingMs.toSorted((a, b) => a - b).map(Math.round);
  const worstMissingMs = missing.at(-1) ?? 0;
  note(
    'three servers: kill -9 of a random one under load',
    where,
    `${killed} kills in ${minutes} minutes: ${orphans} runs were open on the dead, all interrupted ${(interruptedAfterMs / 1_000).toFixed(1)} s after the kill at most; ${streams.cut} streams that were read were cut, ${missing[Math.floor(missing.length / 2)] ?? 0} ms of text missing in the middle and ${worstMissingMs} at most (load of the machine ${os.loadavg()[2]?.toFixed(1)}), ${streams.ended} ran to their end; ${wrong.length} rows wrong or stuck`,
  );
  note(
    'three servers: writers',
    where,
    `${written.runs} runs written by programs that repeat a call whose server died (${written.again} times), ${written.interrupted} interrupted: each has one row; ${doubled} upstream calls doubled`,
  );
  note(
    'three servers: cells of comparisons',
    where,
    `${cells.run} cells in ${cells.sweeps} sweeps, ${cells.interrupted} interrupted: each ran once; ${doubled} upstream calls doubled`,
  );
  console.log(JSON.stringify(found));
  if (wrong.length > 0 || interruptedAfterMs > INTERRUPTED_WITHIN_MS || worstMissingMs > MISSING_MS) {
    process.exitCode = 1;
  }
} finally {
  await cluster.dispose();
  await upstream.close();
}

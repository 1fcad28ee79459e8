import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { App } from '@/e2e/support/app';

// What a server under test does with the machine, read from /proc (Linux).

/** Environment of a server, so that `watch` can ask it for the delays of its event loop. */
export const WATCHED = { NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'loop-delay.mjs')}` };

export interface Watched {
  readonly idleMb: number;
  /** Peak of resident memory, above the idle level. */
  readonly peakMb: number;
  readonly cpuSeconds: number;
  /** Delays of the event loop in milliseconds. */
  readonly loopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  /** How long other requests for a page of the history took meanwhile, in milliseconds. */
  readonly others: { readonly p50: number; readonly p99: number; readonly max: number };
}

const PROBE_EVERY_MS = 100;

/** Watches the server, starting when it is idle. */
export async function watch(app: App, probe: () => Promise<unknown>, work: () => Promise<void>) {
  await idle(app.pid);
  await loopDelay(app);
  // Resets the kernel's peak to the current value.
  writeFileSync(`/proc/${app.pid}/clear_refs`, '5');
  const idleKb = memory(app.pid, 'VmRSS');
  const cpuBefore = cpuMs(app.pid);
  const probing = probeUntil(work(), probe);
  const others = await probing;
  const peakKb = memory(app.pid, 'VmHWM');
  return {
    idleMb: idleKb / 1024,
    peakMb: (peakKb - idleKb) / 1024,
    cpuSeconds: (cpuMs(app.pid) - cpuBefore) / 1000,
    loopDelay: await loopDelay(app),
    others,
  } satisfies Watched;
}

/** Milliseconds from now until the server's processor time stands still. */
export async function untilIdle(pid: number): Promise<number> {
  const begun = performance.now();
  const since = await idle(pid);
  return Math.max(0, since - begun);
}

const QUIET_MS = 500;
/** Garbage collection and timers of an idle server stay below this; the clock ticks every 10 ms. */
const QUIET_CPU_MS = 40;

/** Waits until the server has done next to nothing for a while. Returns when that began. */
async function idle(pid: number): Promise<number> {
  for (let since = performance.now(), cpu = cpuMs(pid); ; ) {
    await setTimeout(20);
    const now = performance.now();
    if (cpuMs(pid) - cpu > QUIET_CPU_MS) {
      since = now;
      cpu = cpuMs(pid);
    } else if (now - since > QUIET_MS) return since;
  }
}

async function probeUntil(work: Promise<void>, probe: () => Promise<unknown>): Promise<Watched['others']> {
  const times: number[] = [];
  let over = false;
  const probes = (async () => {
    while (!over) {
      const begun = performance.now();
      await probe();
      times.push(performance.now() - begun);
      await setTimeout(PROBE_EVERY_MS);
    }
  })();
  try {
    await work;
  } finally {
    over = true;
    await probes;
  }
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.ceil(part * times.length) - 1] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

async function loopDelay(app: App): Promise<Watched['loopDelay']> {
  const emitted = () => app.log().match(/^loop delay .*$/gm) ?? [];
  const before = emitted().length;
  process.kill(app.pid, 'SIGUSR2');
  while (emitted().length === before) await setTimeout(5);
  return JSON.parse(emitted().at(-1)?.slice('loop delay '.length) ?? '');
}

function memory(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${which}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1]);
}

/** Of all threads; the clock ticks a hundred times a second. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** A process and all its descendants (Linux). */
export function lineage(pid) {
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(fieldsOf(name)[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // The process ended meanwhile.
    }
  }
  const all = [pid];
  for (const one of all) all.push(...(children.get(one) ?? []));
  return all;
}

function fieldsOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** CPU used so far, in ms. */
export function cpuMs(pid) {
  return lineage(pid).reduce((sum, one) => {
    const fields = fieldsOf(one);
    return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  }, 0);
}

/** Resets the kernel's peak; needs the right to do so. */
export function resetPeak(pid) {
  for (const one of lineage(pid)) {
    try {
      writeFileSync(`/proc/${one}/clear_refs`, '5');
    } catch {
      // Without that right, the peak covers the process's whole life.
    }
  }
}

/** The largest process's peak of resident memory, in MB. */
export function peakMb(pid) {
  return Math.max(
    ...lineage(pid).map((one) => {
      const match = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'));
      return Number(match?.[1] ?? 0) / 1024;
    }),
  );
}

/** Pins this process tree to one core from now on. */
export function pin(pid, core) {
  for (const one of lineage(pid))
    execFileSync('taskset', ['-acp', String(core), String(one)], { stdio: 'ignore' });
}

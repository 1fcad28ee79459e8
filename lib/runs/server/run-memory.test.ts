import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@/lib/protocol/run/run-events';
import { createLiveRun, type LiveRun } from './live-run';
import { createRunRegistry } from './registry';
import { runMemoryLimits } from './run-memory';

const MIB = 1024 * 1024;
const LIMITS = { all: 16 * MIB, ended: 4 * MIB };

/** Half a mebibyte, as it is counted. */
const CHUNK: RunEvent = { type: 'text-delta', index: 0, text: 'x'.repeat(MIB / 4) };

function runs(limits = LIMITS) {
  const registry = createRunRegistry(60_000, limits);
  let number = 0;
  const start = (userId: string, guestAddress: string | null = null) => {
    const runId = `run-${number++}`;
    const { run, controls } = createLiveRun({
      identity: { runId, createdAt: new Date().toISOString(), choiceCount: 1 },
      userId,
      origin: guestAddress === null ? null : { address: guestAddress, isGuest: true, isNewcomer: true },
      idempotencyKey: runId,
      idempotencyHash: runId,
      grace: null,
    });
    registry.add(run);
    return {
      run,
      grow: (chunks: number) => {
        for (let at = 0; at < chunks; at += 1) {
          run.log.append([CHUNK]);
          registry.weigh(run);
        }
      },
      end: () => {
        run.log.end();
        controls.markSettled(true);
        registry.retire(run);
      },
    };
  };
  return { registry, start };
}

const reasonOf = (run: LiveRun) => (run.signal.aborted ? run.signal.reason : null);

describe('the memory of all runs', () => {
  it('is bounded in bytes for ended runs, which go oldest first', () => {
    const { registry, start } = runs();
    const ended = Array.from({ length: 12 }, () => {
      const one = start('a');
      one.grow(2);
      one.end();
      return one.run;
    });
    const held = ended.filter((run) => registry.find('a', run.identity.runId) !== null);
    expect(held).toEqual(ended.slice(-held.length));
    expect(held.length).toBeGreaterThan(0);
    expect(held.reduce((sum, run) => sum + run.log.bytes, 0)).toBeLessThanOrEqual(LIMITS.ended);
  });

  it('keeps no ended run that is larger than all of them may be', () => {
    const { registry, start } = runs();
    const large = start('a');
    large.grow(12);
    large.end();
    expect(registry.find('a', large.run.identity.runId)).toBeNull();
    expect(registry.findByKey('a', large.run.idempotencyKey)).toBeNull();
  });

  it('lets ended runs go before an open one has to end', () => {
    const { registry, start } = runs({ all: 16 * MIB, ended: 8 * MIB });
    const old = start('a');
    old.grow(10);
    old.end();
    expect(registry.find('a', old.run.identity.runId)).not.toBeNull();
    const open = start('b');
    open.grow(26);
    expect(registry.find('a', old.run.identity.runId)).toBeNull();
    expect(open.run.signal.aborted).toBe(false);
  });

  it('ends the largest run of the user who holds the most, and nobody else’s', () => {
    const { start } = runs({ ...LIMITS, all: 20 * MIB });
    const mine = start('me');
    mine.grow(12);
    const theirs = Array.from({ length: 4 }, () => start('them'));
    for (const [at, one] of theirs.entries()) one.grow(5 + at);
    expect(mine.run.signal.aborted).toBe(false);
    expect(theirs.map(({ run }) => reasonOf(run))).toEqual([null, null, 'memory', null]);
  });

  it('counts guests of one address as one', () => {
    const { start } = runs();
    const mine = start('me');
    mine.grow(10);
    const guests = Array.from({ length: 30 }, (_, at) => start(`guest-${at}`, '203.0.113.7'));
    for (const guest of guests) guest.grow(1);
    expect(mine.run.signal.aborted).toBe(false);
    expect(guests.some(({ run }) => reasonOf(run) === 'memory')).toBe(true);
  });

  it('ends no more runs than it takes', () => {
    const { start } = runs();
    const many = Array.from({ length: 8 }, (_, at) => start(`user-${at}`));
    for (const one of many) one.grow(5);
    const ending = many.filter(({ run }) => run.signal.aborted);
    const held = many.reduce((sum, { run }) => sum + run.log.bytes, 0);
    const leaving = ending.reduce((sum, { run }) => sum + run.log.bytes, 0);
    expect(held - leaving).toBeLessThanOrEqual(LIMITS.all);
    expect(held - leaving).toBeGreaterThan(LIMITS.all - 4 * MIB);
  });

  it('is a quarter of what Node may use, where that is little', () => {
    expect(runMemoryLimits(256 * MIB)).toEqual({ all: 64 * MIB, ended: 16 * MIB });
    expect(runMemoryLimits(4096 * MIB)).toEqual({ all: 256 * MIB, ended: 64 * MIB });
  });
});

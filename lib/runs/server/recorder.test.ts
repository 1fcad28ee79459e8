import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState } from '@/lib/protocol/run/run-state';
import type { RunCheckpoint } from '@/lib/runs/db/save-run';
import { captureLogs } from '@/lib/testing/call-route';
import { createRecorder, type RunStore } from './recorder';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function recording(store: Partial<RunStore> = {}) {
  const state = emptyRunState(2);
  const saved: string[][] = [];
  const settled: string[] = [];
  const onClosed = vi.fn();
  const recorder = createRecorder('run', state, {
    onClosed,
    store: {
      checkpoint: async ({ choices }: RunCheckpoint) => {
        saved.push(choices.map(({ index, text }) => `${index}:${text}`));
        return true;
      },
      settleRun: async (_id, end) => {
        settled.push(end.state.status);
        return true;
      },
      ...store,
    },
  });
  const write = (text: string, index = 0) => {
    const event: RunEvent = { type: 'text-delta', index, text };
    applyRunEvent(state, event);
    recorder.note([event]);
  };
  return { state, saved, settled, recorder, write, onClosed };
}

describe('the recorder', () => {
  it('is at most a second behind', async () => {
    const { saved, write } = recording();
    write('one');
    await vi.advanceTimersByTimeAsync(599);
    expect(saved).toEqual([]);
    write(' two');
    await vi.advanceTimersByTimeAsync(1);
    expect(saved).toEqual([['0:one two']]);
  });

  it('says when its row was closed by somebody else, and not while its own end is being saved', async () => {
    let isOpen = true;
    const { write, onClosed, recorder } = recording({ checkpoint: async () => isOpen });
    write('one');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onClosed).not.toHaveBeenCalled();
    isOpen = false;
    write(' two');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onClosed).toHaveBeenCalledOnce();
    write(' three');
    await recorder.settle();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it('is at most 4 KB behind', async () => {
    const { saved, write } = recording();
    write('x'.repeat(4_095));
    await vi.advanceTimersByTimeAsync(0);
    expect(saved).toHaveLength(0);
    write('x');
    await vi.advanceTimersByTimeAsync(0);
    expect(saved).toEqual([[`0:${'x'.repeat(4_096)}`]]);
  });

  it('writes a long text a few times only, however quickly it comes', async () => {
    const { saved, write } = recording();
    for (let count = 0; count < 200; count += 1) {
      write('x'.repeat(10_000));
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(saved.length).toBeLessThan(25);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved.at(-1)).toHaveLength(1);
    expect(saved.at(-1)?.[0]).toHaveLength(2_000_002);
  });

  it('leaves a slow database three times as long as it took', async () => {
    const times: number[] = [];
    const { write } = recording({
      checkpoint: async () => {
        times.push(Date.now());
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return true;
      },
    });
    for (let count = 0; count < 100; count += 1) {
      write('word');
      await vi.advanceTimersByTimeAsync(100);
    }
    const [first = 0, second = 0] = times;
    expect(second - first).toBe(4_000);
  });

  it('writes only the choices that changed', async () => {
    const { saved, write } = recording();
    write('a', 0);
    await vi.advanceTimersByTimeAsync(1_000);
    write('b', 1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved).toEqual([['0:a'], ['1:b']]);
  });

  it('writes one checkpoint at a time, and what came meanwhile with the next', async () => {
    const releases: (() => void)[] = [];
    const texts: string[] = [];
    const { write } = recording({
      checkpoint: ({ choices }) => {
        texts.push(choices[0]?.text ?? '');
        return new Promise((resolve) => releases.push(() => resolve(true)));
      },
    });
    write('x'.repeat(5_000));
    for (let count = 0; count < 10; count += 1) write('y'.repeat(5_000));
    expect(texts).toHaveLength(1);
    releases[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(texts.map((text) => text.length)).toEqual([5_000, 55_000]);
  });

  it('never disturbs the stream when the database fails, and saves it all later', async () => {
    const logs = captureLogs();
    let fails = true;
    const saved: string[] = [];
    const { write } = recording({
      checkpoint: async ({ choices }) => {
        if (fails) throw new Error('disk full');
        saved.push(choices[0]?.text ?? '');
        return true;
      },
    });
    write('one');
    await vi.advanceTimersByTimeAsync(1_000);
    fails = false;
    write(' two');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved).toEqual(['one two']);
    logs.stop();
  });

  it('settles once a failing database is back', async () => {
    const logs = captureLogs();
    let tries = 0;
    const { recorder, state, settled } = recording();
    const stubborn = createRecorder('run', state, {
      store: {
        checkpoint: async () => true,
        settleRun: async (_id, { state: end }) => {
          tries += 1;
          if (tries < 4) throw new Error('locked');
          settled.push(end.status);
          return true;
        },
      },
    });
    state.status = 'complete';
    const done = stubborn.settle();
    await vi.advanceTimersByTimeAsync(60_000);
    await done;
    expect(settled).toEqual(['complete']);
    await recorder.settle();
    expect(settled).toEqual(['complete', 'complete']);
    logs.stop();
  });

  it('gives up settling in the end instead of waiting for ever', async () => {
    const logs = captureLogs();
    const { recorder } = recording({
      settleRun: async () => {
        throw new Error('gone');
      },
    });
    const done = recorder.settle();
    await vi.advanceTimersByTimeAsync(120_000);
    await done;
    expect(logs.lines().filter(({ msg }) => msg === 'end of run not saved')).not.toHaveLength(0);
    logs.stop();
  });

  it('waits for a checkpoint under way, and checkpoints nothing after the end', async () => {
    const order: string[] = [];
    let release = () => {};
    const { recorder, write } = recording({
      checkpoint: () =>
        new Promise((resolve) => {
          release = () => {
            order.push('checkpoint');
            resolve(true);
          };
        }),
      settleRun: async () => {
        order.push('settle');
        return true;
      },
    });
    write('x'.repeat(5_000));
    const done = recorder.settle();
    write('late');
    release();
    await done;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(order).toEqual(['checkpoint', 'settle']);
  });
});

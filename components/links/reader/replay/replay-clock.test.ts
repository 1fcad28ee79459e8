import { describe, expect, it } from 'vitest';
import type { Pace } from '@/lib/runs/model/pace';
import { createReplayClock } from './replay-clock';

const PACE: Pace = [
  [100, 0, 5],
  [200, 1, 3],
  [400, 0, 6],
];

function setUp(stepMs = 0) {
  let time = 1000;
  let frame: (() => void) | null = null;
  const shown = new Map<number, number | null>();
  let draws = 0;
  const clock = createReplayClock({
    pace: PACE,
    indexes: [0, 1],
    stepMs,
    show: (index, length) => {
      if (index === 0) draws += 1;
      shown.set(index, length);
    },
    now: () => time,
    requestFrame: (work) => {
      frame = work;
      return () => {
        frame = null;
      };
    },
  });
  return {
    clock,
    shown: () => [shown.get(0), shown.get(1)],
    draws: () => draws,
    runs: () => frame !== null,
    pass: (ms: number) => {
      time += ms;
      const work = frame;
      frame = null;
      work?.();
    },
  };
}

describe('a replay', () => {
  it('shows what had come at each moment, and all of it at the end', () => {
    const { clock, shown, pass, runs } = setUp();
    clock.play();
    expect(shown()).toEqual([0, 0]);
    pass(150);
    expect(shown()).toEqual([5, 0]);
    pass(100);
    expect(shown()).toEqual([5, 3]);
    pass(500);
    expect(shown()).toEqual([null, null]);
    expect(clock.state()).toMatchObject({ at: 400, playing: false });
    expect(runs()).toBe(false);
  });

  it('runs at another speed from where it is', () => {
    const { clock, shown, pass } = setUp();
    clock.play();
    clock.setSpeed(0.5);
    pass(180);
    expect(shown()).toEqual([0, 0]);
    clock.setSpeed(4);
    pass(30);
    expect(clock.state().at).toBe(210);
    expect(shown()).toEqual([5, 3]);
  });

  it('stands while it is paused, can be put anywhere, and begins again after its end', () => {
    const { clock, shown, pass, runs } = setUp();
    clock.play();
    pass(120);
    clock.pause();
    expect(runs()).toBe(false);
    pass(1000);
    expect(clock.state()).toMatchObject({ at: 120, playing: false });
    clock.seek(250);
    expect(shown()).toEqual([5, 3]);
    clock.seek(10_000);
    expect(shown()).toEqual([null, null]);
    clock.play();
    expect(clock.state().at).toBe(0);
    expect(shown()).toEqual([0, 0]);
  });

  it('changes the text no oftener than its rate, and never misses the end', () => {
    const { clock, draws, pass, shown } = setUp(300);
    clock.play();
    pass(100);
    pass(100);
    expect(draws()).toBe(1);
    pass(120);
    expect(draws()).toBe(2);
    pass(100);
    expect(shown()).toEqual([null, null]);
  });

  it('leaves all of the text behind', () => {
    const { clock, shown, pass } = setUp();
    clock.play();
    pass(150);
    clock.dispose();
    expect(shown()).toEqual([null, null]);
  });
});

import { describe, expect, it } from 'vitest';
import { charactersAt, createPaceKeeper } from './pace';

const text = (index: number, length: number) =>
  ({ type: 'text-delta', index, text: 'x'.repeat(length) }) as const;

describe('the pace of a run', () => {
  it('is null while no text came', () => {
    const keeper = createPaceKeeper();
    keeper.note([{ type: 'choice-end', index: 0, finishReason: 'stop' }], 5);
    expect(keeper.pace()).toBeNull();
  });

  it('joins what came together, choice by choice', () => {
    const keeper = createPaceKeeper();
    keeper.note([text(0, 3), text(1, 4)], 100);
    keeper.note([text(0, 2)], 110);
    keeper.note([text(1, 1)], 200);
    expect(keeper.pace()).toEqual([
      [100, 0, 5],
      [100, 1, 4],
      [200, 1, 1],
    ]);
  });

  it('stays small however long the run, and loses no character', () => {
    const keeper = createPaceKeeper();
    for (let ms = 0; ms < 3_600_000; ms += 40) keeper.note([text(0, 7)], ms);
    const pace = keeper.pace() ?? [];
    expect(pace.length).toBeLessThanOrEqual(2_000);
    expect(pace.reduce((sum, [, , characters]) => sum + characters, 0)).toBe(90_000 * 7);
    expect(pace.every(([ms], at) => at === 0 || ms >= (pace[at - 1]?.[0] ?? 0))).toBe(true);
  });

  it('ends with more choices than chunks', () => {
    const keeper = createPaceKeeper();
    for (let index = 0; index < 2_560; index += 1) keeper.note([text(index, 1)], index);
    expect(keeper.pace()).toHaveLength(2_560);
  });

  it('shows how much had come by when', () => {
    const pace = [
      [10, 0, 3],
      [20, 1, 4],
      [30, 0, 2],
    ] as [number, number, number][];
    expect(charactersAt(pace, 9)).toEqual(new Map());
    expect(charactersAt(pace, 20)).toEqual(
      new Map([
        [0, 3],
        [1, 4],
      ]),
    );
    expect(charactersAt(pace, 99).get(0)).toBe(5);
  });
});

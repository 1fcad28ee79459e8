import { afterEach, expect, test, vi } from 'vitest';
import type { Token } from '@/lib/protocol/run/run-events';
import { UNCUT } from '../model/what-if';
import {
  branchCount,
  changeWhatIf,
  closeWhatIf,
  createWhatIf,
  joinWhatIf,
  openWhatIf,
  resetWhatIf,
  settingsOfRequest,
  stepWhatIf,
  whatIfOf,
} from './what-if';

const likely: Token = tokenOf('a', 0.7, { a: 0.7, b: 0.3 });
const rare: Token = tokenOf('b', 0.3, { a: 0.7, b: 0.3 });

function tokenOf(text: string, chance: number, top: Readonly<Record<string, number>>): Token {
  return {
    text,
    logprob: Math.log(chance),
    top: Object.entries(top).map(([other, p]) => ({ text: other, logprob: Math.log(p) })),
  };
}
const textOf = (tokens: readonly Token[]) => {
  const visited: number[] = [];
  return { tokens: () => tokens, visit: (token: number) => visited.push(token), visited };
};
/** Long enough for a busy machine: only a count that never ends reaches it. */
const eventually = (check: () => void) => vi.waitFor(check, 30_000);
afterEach(() => vi.restoreAllMocks());

test("starts with the request's own settings, and has sliders for the cuts that it sends", () => {
  const own = settingsOfRequest({ temperature: 0.5, top_p: 0.9, top_k: 40, min_p: undefined });
  expect(own).toEqual({ temperature: 0.5, topP: 0.9, topK: 40, minP: 0 });
  expect(settingsOfRequest({})).toEqual(UNCUT);
  // Servers take these as "no cut".
  expect(settingsOfRequest({ top_k: -1 }).topK).toBeNull();
  const store = createWhatIf();
  openWhatIf(store, own);
  expect(store.getState()).toMatchObject({ own, other: own, cuts: ['topK'] });
});

test('counts the marks of all texts, and walks through them around the ends', async () => {
  const store = createWhatIf();
  openWhatIf(store, UNCUT);
  const first = textOf([likely, rare, likely, rare]);
  const second = textOf([rare]);
  joinWhatIf(store, first);
  joinWhatIf(store, second);
  changeWhatIf(store, { topK: 1 });
  await eventually(() => expect(branchCount(store.getState())).toEqual({ total: 3, at: 0, halved: 0 }));
  for (let step = 0; step < 4; step += 1) expect(stepWhatIf(store, 1)).toBe(true);
  expect(first.visited).toEqual([1, 3, 1]);
  expect(second.visited).toEqual([0]);
  expect(branchCount(store.getState())?.at).toBe(1);
  stepWhatIf(store, -1);
  expect(second.visited).toEqual([0, 0]);
  resetWhatIf(store);
  await eventually(() => expect(branchCount(store.getState())?.total).toBe(0));
  expect(stepWhatIf(store, 1)).toBe(false);
});

test('a text that leaves takes its marks with it, and closing forgets the settings', async () => {
  const store = createWhatIf();
  openWhatIf(store, UNCUT);
  const { leave } = joinWhatIf(store, textOf([rare]));
  changeWhatIf(store, { topK: 1 });
  await eventually(() => expect(branchCount(store.getState())?.total).toBe(1));
  leave();
  expect(branchCount(store.getState())?.total).toBe(0);
  closeWhatIf(store);
  expect(store.getState().own).toBeNull();
  openWhatIf(store, UNCUT);
  expect(store.getState().other).toEqual(UNCUT);
});

test('gives the page its turn while it counts many tokens, and only the last settings count', async () => {
  // The clock moves on by itself: no slice depends on the machine.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 1;
    return now;
  });
  const turns = vi.spyOn(globalThis, 'setTimeout');
  const store = createWhatIf();
  openWhatIf(store, UNCUT);
  joinWhatIf(store, textOf(Array.from({ length: 20_000 }, (_, at) => (at % 2 ? rare : likely))));
  changeWhatIf(store, { topK: 1 });
  changeWhatIf(store, { topK: 2 });
  changeWhatIf(store, { topK: 1 });
  await eventually(() => expect(branchCount(store.getState())?.total).toBe(10_000));
  expect(turns.mock.calls.length).toBeGreaterThan(20);
});

test('each owner has one of its own', () => {
  const owner = {};
  expect(whatIfOf(owner)).toBe(whatIfOf(owner));
  expect(whatIfOf({})).not.toBe(whatIfOf(owner));
});

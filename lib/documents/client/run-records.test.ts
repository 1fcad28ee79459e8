import { expect, it, vi } from 'vitest';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Token } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import type { fetchRun } from '@/lib/runs/client/run-detail';
import { createRunRecords } from './run-records';

const token = { text: 'a', top: [] } as unknown as Token;
const state = { choices: [{ text: 'aaaa', tokens: [token, token, token, token] }] } as unknown as RunState;
const request = {} as CompletionRequest;

/** As the colours of what is in view ask, each time a run was loaded. */
async function lookAt(count: number, maxTokens: number) {
  const load = vi.fn(async () => ({ state, request }));
  const records = createRunRecords(load as unknown as typeof fetchRun, maxTokens);
  const ids = Array.from({ length: count }, (_, at) => `run${at}`);
  const marks = () => {
    for (const id of ids) records.tokensOf(id, 0, !records.isKnown(id));
  };
  records.onLoad(marks);
  marks();
  for (let round = 0; round < 50; round += 1) await Promise.resolve();
  return { load, records, ids };
}

it('keeps many short runs', async () => {
  const { load, records, ids } = await lookAt(60, 1_000);
  expect(load).toHaveBeenCalledTimes(60);
  expect(ids.every((id) => records.tokensOf(id, 0, false) !== null)).toBe(true);
});

it('asks once for each run in view, also where not all of them fit', async () => {
  const { load, records, ids } = await lookAt(30, 40);
  expect(load).toHaveBeenCalledTimes(30);
  expect(ids.filter((id) => records.tokensOf(id, 0, false) !== null)).toHaveLength(10);
  const gone = ids.find((id) => records.tokensOf(id, 0, false) === null) ?? '';
  // Somebody points at it.
  records.tokensOf(gone, 0, true);
  for (let round = 0; round < 5; round += 1) await Promise.resolve();
  expect(records.tokensOf(gone, 0, false)).not.toBeNull();
});

it('tells a listener that was registered by another one only of the next load', async () => {
  const { records } = await lookAt(1, 1_000);
  let told = 0;
  const once = () => {
    const forget = records.onLoad(() => {
      forget();
      told += 1;
      once();
    });
  };
  once();
  for (const id of ['second', 'third']) {
    records.tokensOf(id, 0, true);
    for (let round = 0; round < 5; round += 1) await Promise.resolve();
  }
  expect(told).toBe(2);
});

it('says which run could not be loaded, and loads it again only on request', async () => {
  const load = vi.fn(async () => {
    if (load.mock.calls.length === 1) throw new Error('the network is gone');
    return { state, request };
  });
  const records = createRunRecords(load as unknown as typeof fetchRun);
  const wait = async () => {
    for (let round = 0; round < 5; round += 1) await Promise.resolve();
  };
  expect(records.hasFailed('a')).toBe(false);
  records.tokensOf('a', 0, true);
  expect(records.hasFailed('a')).toBe(false);
  await wait();
  expect(records.hasFailed('a')).toBe(true);
  records.tokensOf('a', 0, true);
  expect(load).toHaveBeenCalledTimes(1);
  records.loadAgain('a');
  expect([records.hasFailed('a'), records.isLoading('a')]).toEqual([false, true]);
  await wait();
  expect(records.tokensOf('a', 0, false)).not.toBeNull();
  records.loadAgain('a');
  expect(load).toHaveBeenCalledTimes(2);
});

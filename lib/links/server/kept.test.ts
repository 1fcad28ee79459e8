import { expect, it, vi } from 'vitest';
import { createKept } from './kept';

const kept = (most: number) => createKept<string>({ sizeOf: ({ length }) => length, most, forMs: 60_000 });
const making = (text: string) => vi.fn(async () => text);

it('what is asked for at the same time, or again, is made once', async () => {
  const { get } = kept(100);
  const make = making('value');
  expect(await Promise.all([get('a', make), get('a', make)])).toEqual(['value', 'value']);
  await get('a', make);
  expect(make).toHaveBeenCalledTimes(1);
});

it('what was asked for longest ago makes room, and what is too large is not kept', async () => {
  const { get } = kept(10);
  const [a, b, c] = [making('aaaa'), making('bbbb'), making('cccc')];
  await get('a', a);
  await get('b', b);
  await get('a', a);
  await get('c', c);
  await get('a', a);
  await get('b', b);
  expect([a, b, c].map((make) => make.mock.calls.length)).toEqual([1, 2, 1]);
  const large = making('x'.repeat(11));
  expect(await get('large', large)).toHaveLength(11);
  await get('large', large);
  expect(large).toHaveBeenCalledTimes(2);
});

it('a failure is not kept, nor what is forgotten while it is made', async () => {
  const { get, forget } = kept(100);
  await expect(get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  const make = making('value');
  const first = get('a', make);
  forget('a');
  expect(await first).toBe('value');
  await get('a', make);
  expect(make).toHaveBeenCalledTimes(2);
});

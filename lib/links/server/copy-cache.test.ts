import { expect, it, vi } from 'vitest';
import { forgetCopy, MAX_PICTURES_BYTES, readPicture } from './copy-cache';

const drawing = (bytes: number) => vi.fn(async () => new ArrayBuffer(bytes));

it('what is requested at the same time, or again, is made once', async () => {
  const draw = drawing(8);
  const [first, second] = await Promise.all([readPicture('once', draw), readPicture('once', draw)]);
  expect(second).toBe(first);
  await readPicture('once', draw);
  expect(draw).toHaveBeenCalledTimes(1);
});

it('what was requested longest ago makes room, and what is too large is not cached', async () => {
  const nearlyHalf = MAX_PICTURES_BYTES * 0.4;
  const [a, b, c] = [drawing(nearlyHalf), drawing(nearlyHalf), drawing(nearlyHalf)];
  await readPicture('a', a);
  await readPicture('b', b);
  await readPicture('a', a);
  await readPicture('c', c);
  await readPicture('a', a);
  await readPicture('b', b);
  expect([a, b, c].map((draw) => draw.mock.calls.length)).toEqual([1, 2, 1]);
  const large = drawing(MAX_PICTURES_BYTES + 1);
  expect((await readPicture('large', large)).byteLength).toBe(MAX_PICTURES_BYTES + 1);
  await readPicture('large', large);
  expect(large).toHaveBeenCalledTimes(2);
});

it('a failure is not cached, nor what is forgotten while it is made', async () => {
  await expect(readPicture('fails', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  const draw = drawing(8);
  const first = readPicture('fails', draw);
  forgetCopy('fails');
  expect((await first).byteLength).toBe(8);
  await readPicture('fails', draw);
  expect(draw).toHaveBeenCalledTimes(2);
});

import { expect, test } from 'vitest';
import { readRecentModels, withRecentModel } from './recent-models';

test('the model used last comes first, once, and six are kept', () => {
  let recent = {};
  for (const model of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'c']) recent = withRecentModel(recent, 'x', model);
  expect(recent).toEqual({ x: ['c', 'g', 'f', 'e', 'd', 'b'] });
});

test('connections have lists of their own, and the least recent connection is forgotten', () => {
  let recent = {};
  for (let count = 0; count < 40; count += 1) recent = withRecentModel(recent, `c${count}`, 'm');
  expect(Object.keys(recent)).toHaveLength(30);
  expect(recent).toHaveProperty('c39');
});

test.each([null, '', '{', '[]', '{"x":"no list"}', '{"x":[1]}'])('%j is read as none', (text) => {
  expect(Object.values(readRecentModels(text)).flat()).toEqual([]);
});

import { expect, it } from 'vitest';
import { readBiasOrigins, strangeOrigin } from './bias-origins';

const ORIGIN = { label: '␣the', key: 'A', name: 'the tokenizer of A' };

it('warns of an id that another tokenizer was asked about, unless it means the same', () => {
  expect(strangeOrigin(ORIGIN, { key: 'B', label: 'foo' })).toBe(ORIGIN);
  expect(strangeOrigin(ORIGIN, { key: 'B', label: undefined })).toBe(ORIGIN);
  expect(strangeOrigin(ORIGIN, { key: 'B', label: '␣the' })).toBeNull();
  expect(strangeOrigin(ORIGIN, { key: 'A', label: 'foo' })).toBeNull();
  expect(strangeOrigin(ORIGIN, null)).toBeNull();
  expect(strangeOrigin(undefined, { key: 'B', label: 'foo' })).toBeNull();
});

it('reads what it stored, the newest, and nothing else', () => {
  const entries = Array.from({ length: 400 }, (_, id) => [String(id), ORIGIN] as const);
  const origins = readBiasOrigins(JSON.stringify(entries));
  expect([origins.size, origins.has('99'), origins.get('399')]).toEqual([300, false, ORIGIN]);
  for (const text of [
    null,
    '',
    '{}',
    '[1,null,["1"],["1",{}],[1,{"label":"","key":"","name":""}]]',
    '[[[[',
  ]) {
    expect(readBiasOrigins(text).size).toBe(0);
  }
});

import { expect, test } from 'vitest';
import { readBiasJson, writeBiasJson } from './bias-json';

test.each([
  ['{"50256": -100, "11": 5}', { 50256: -100, 11: 5 }],
  ['  ', {}],
  ['"logit_bias": {"1": 2},', { 1: 2 }],
  ['{"model": "m", "logit_bias": {"7": -1}}', { 7: -1 }],
])('reads %s', (text, bias) => {
  expect(readBiasJson(text)).toEqual({ ok: true, bias });
});

test.each(['{', '[1]', '{"the": 5}', '{"5": "x"}'])('refuses %s in words', (text) => {
  const read = readBiasJson(text);
  expect(read.ok).toBe(false);
  expect(read.ok ? '' : read.message).not.toBe('');
});

test('names the token at fault', () => {
  const read = readBiasJson('{"5": "x"}');
  expect(read.ok ? '' : read.message).toContain('Token 5');
});

test('writes what it reads', () => {
  const bias = { 3: 1.5, 12: -100 };
  expect(readBiasJson(writeBiasJson(bias))).toEqual({ ok: true, bias });
});

test('refuses what is nested without a bottom', () => {
  expect(readBiasJson('['.repeat(500_000))).toEqual({ ok: false, message: 'This is nested too deeply.' });
});

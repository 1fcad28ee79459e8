import { expect, it } from 'vitest';
import { briefChangesText, changesText, rerunText } from './change-text';

it('says what was changed, added and left out, in a line', () => {
  expect(
    changesText([
      { name: 'model', before: 'a', after: 'b' },
      { name: 'temperature', before: '0.2', after: '0.9' },
      { name: 'seed', before: null, after: '7' },
      { name: 'top_p', before: '0.5', after: null },
    ]),
  ).toBe('model a → b, temperature 0.2 → 0.9, seed set to 7, top P not sent');
});

it('keeps long values short, and calls switches on and off', () => {
  const biases = JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, (_, id) => [id, -100])));
  expect(changesText([{ name: 'logit_bias', before: null, after: biases }])).toMatch(
    /^logit bias set to .{24}…$/,
  );
  expect(
    changesText([
      { name: 'echo', before: 'off', after: 'on' },
      { name: 'stream_options', before: 'off', after: 'on' },
      { name: 'retries', before: '500 ms ×1.5 up to 60 s', after: '500 ms ×2 up to 60 s' },
    ]),
  ).toBe('echo off → on, usage in stream off → on, retries changed');
});

it('says none for what is empty, and leaves words of JavaScript alone', () => {
  expect(
    changesText([
      { name: 'model', before: 'practice-1', after: '' },
      { name: 'user', before: 'constructor', after: 'toString' },
    ]),
  ).toBe('model practice-1 → none, user constructor → toString');
});

it('says what a rerun was made with, of many the first', () => {
  const change = (name: 'logprobs' | 'temperature' | 'seed' | 'echo', after: string | null = '1') => ({
    name,
    before: null,
    after,
  });
  expect(rerunText([change('logprobs')])).toBe('Rerun with log probabilities 1');
  expect(rerunText([change('temperature', '0.9'), change('seed', null)])).toBe(
    'Rerun with temperature 0.9, without seed',
  );
  expect(rerunText([change('echo', 'on')])).toBe('Rerun with echo');
  expect(rerunText([change('echo', 'off')])).toBe('Rerun without echo');
  expect(rerunText([change('temperature'), change('seed'), change('logprobs')])).toBe(
    'Rerun with temperature 1 and 2 more',
  );
});

it('is the new value alone where there is little room', () => {
  const connection = { name: 'connection', before: 'Practice model', after: 'My box' } as const;
  expect(briefChangesText([connection])).toBe('→ My box');
  expect(briefChangesText([{ name: 'temperature', before: '0.2', after: '0.9' }])).toBe(
    'temperature 0.2 → 0.9',
  );
  expect(briefChangesText([{ name: 'temperature', before: '0.2', after: '0.9' }, connection])).toBe(
    'temperature → 0.9 +1',
  );
  expect(briefChangesText([connection, { name: 'seed', before: '7', after: null }])).toBe('→ My box +1');
});

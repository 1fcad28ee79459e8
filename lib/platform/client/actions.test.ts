import { expect, test } from 'vitest';
import { type Action, readActions, registerActions } from './actions';

const action = (id: string, label = id): Action => ({ id, label, run: () => undefined });

test('actions are there while their part of the page is', async () => {
  const forget = registerActions(() => [action('a')]);
  const forgetLazy = registerActions(async () => [action('b'), action('c')]);
  expect((await readActions()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  forget();
  expect((await readActions()).map(({ id }) => id)).toEqual(['b', 'c']);
  forgetLazy();
  expect(await readActions()).toEqual([]);
});

test('are read at the moment of looking', async () => {
  let label = 'Run';
  const forget = registerActions(() => [action('run', label)]);
  label = 'Stop';
  expect((await readActions()).map((one) => one.label)).toEqual(['Stop']);
  forget();
});

test('those of the screen come first, although its parts mount before it', async () => {
  const forget = [
    registerActions(() => [action('part')]),
    registerActions(() => [action('screen')], 'screen'),
  ];
  expect((await readActions()).map(({ id }) => id)).toEqual(['screen', 'part']);
  for (const end of forget) end();
});

test('of two with the same id the first counts', async () => {
  const forget = [
    registerActions(() => [action('a', 'first')]),
    registerActions(() => [action('a', 'second'), action('b')]),
  ];
  expect((await readActions()).map(({ label }) => label)).toEqual(['first', 'b']);
  for (const end of forget) end();
});

test('a part that fails does not take the others with it', async () => {
  const forget = [
    registerActions(() => {
      throw new Error('broken');
    }),
    registerActions(() => Promise.reject(new Error('not loaded'))),
    registerActions(() => [action('a')]),
  ];
  expect((await readActions()).map(({ id }) => id)).toEqual(['a']);
  for (const end of forget) end();
});

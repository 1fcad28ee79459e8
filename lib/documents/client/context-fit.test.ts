import { expect, it } from 'vitest';
import { endOf } from '@/lib/documents/model/end-of-text';
import { type CountTokens, findTooLong } from './context-fit';

const signal = new AbortController().signal;

/** A server whose tokens are words; each count that it was asked for. */
function wordCounter(contextLength: number | null, counts = true) {
  const asked: number[] = [];
  const words = (text: string) => text.split(/\s+/).filter(Boolean).length;
  const count: CountTokens = async (_connection, _model, { prompts, suffix }) => {
    if (prompts[0] !== undefined) asked.push(prompts[0].length);
    const source = { key: 'words', name: 'words' };
    return {
      contextLength,
      counts: counts ? { source, prompts: prompts.map(words), suffix: words(suffix ?? '') } : null,
    };
  };
  return { count, asked, words };
}

let models = 0;
const query = {
  connectionId: 'c',
  after: undefined,
  maxTokens: 10,
  /** Another one each time: what is known of one is kept. */
  get model() {
    models += 1;
    return `m${models}`;
  },
};
const text = (words: number) => Array.from({ length: words }, (_, at) => `w${at}`).join(' ');

it('says nothing where the text fits, or nobody tells how long the context is', async () => {
  const { count, asked } = wordCounter(100);
  const model = 'one';
  expect(await findTooLong({ ...query, model, before: 'a few words' }, signal, count)).toBeNull();
  expect(await findTooLong({ ...query, model, before: 'some words' }, signal, count)).toBeNull();
  expect(asked).toHaveLength(1);
  // Near the border it is counted.
  expect(await findTooLong({ ...query, model, before: text(90) }, signal, count)).toBeNull();
  expect(asked).toHaveLength(2);
  expect(await findTooLong({ ...query, before: text(9000) }, signal, wordCounter(null).count)).toBeNull();
});

it('finds the end that fits with the completion and the text after the cursor, from a word on', async () => {
  const { count, words } = wordCounter(100);
  const before = text(95);
  const found = await findTooLong({ ...query, before }, signal, count);
  expect(found).toMatchObject({ contextLength: 100, read: 95, isExact: true });
  const end = before.slice(-(found?.end?.length ?? 0));
  expect(end).toMatch(/^ w\d+ /);
  expect(words(end)).toBe(found?.end?.tokens);
  expect(words(end)).toBeLessThanOrEqual(90);
  expect(words(end)).toBeGreaterThan(80);
  const filled = await findTooLong({ ...query, before, after: text(30) }, signal, count);
  expect(filled?.read).toBe(125);
  expect(filled?.end?.tokens).toBeLessThanOrEqual(60);
  expect(await findTooLong({ ...query, before, maxTokens: 98 }, signal, count)).toMatchObject({ end: null });
});

it('counts no more of a megabyte than its end', async () => {
  const { count, asked } = wordCounter(100);
  const found = await findTooLong({ ...query, before: text(150_000) }, signal, count);
  expect(Math.max(...asked)).toBeLessThanOrEqual(800);
  expect(found).toMatchObject({ isExact: false });
  expect(found?.end?.tokens).toBeLessThanOrEqual(90);
  expect(found?.read).toBeGreaterThan(100_000);
});

it('takes for too long only what is so by any count, where nobody counts', async () => {
  const { count } = wordCounter(100, false);
  expect(await findTooLong({ ...query, before: 'x'.repeat(420) }, signal, count)).toBeUndefined();
  const found = await findTooLong({ ...query, before: 'word '.repeat(400) }, signal, count);
  expect(found).toMatchObject({ isExact: false });
  expect(found?.end?.length).toBeGreaterThan(0);
  expect(found?.end?.length).toBeLessThanOrEqual(90 * 4);
});

it('cuts at words, and never in the middle of a character', () => {
  expect(endOf('one two three', 8)).toBe(' three');
  expect(endOf('one two three', 9)).toBe('two three');
  expect(endOf('one two', 99)).toBe('one two');
  expect(endOf('one', 0)).toBe('');
  expect(endOf('a😀b', 2)).toBe('b');
});

import { describe, expect, it } from 'vitest';
import { PYTHON } from '@/lib/practice/corpus/python';
import { QUESTIONS } from '@/lib/practice/corpus/questions';
import { RECIPES } from '@/lib/practice/corpus/recipes';
import { STORIES } from '@/lib/practice/corpus/stories';
import { commonTextKind, textKind } from './text-kind';

const PROSE_IN_LINES = [
  `Dear Tom,

I found your book. It was behind the sofa, where it must have been since the summer.

Your friend,
Anna`,
  `The sea is quiet tonight.
The boats are asleep in the harbour.
Somewhere a lamp is still burning
for somebody who is late.`,
  `Anna: Did you see the moon last night?
Tom: No, I was asleep. What was it like?
Anna: It was very large, and it was almost red.`,
  `Things to pack for a weekend at the sea:
- a warm coat
- a good book
- a map, in case the phone is empty`,
];

const TYPESCRIPT = [
  `export interface User {
  id: string;
  name: string;
  email: string;
  createdAt: Date;
}

export function findUser(users: User[], id: string): User | undefined {
  return users.find((user) => user.id === id);
}

export function sortByName(users: User[]): User[] {
  return [...users].sort((a, b) => a.name.localeCompare(b.name));
}

export function groupByFirstLetter(users: User[]): Map<string, User[]> {
  const groups = new Map<string, User[]>();
  for (const user of users) {
    const letter = user.name.charAt(0).toUpperCase();
    const group = groups.get(letter) ?? [];
    group.push(user);
    groups.set(letter, group);
  }
  return groups;
}`,
  `export interface Item {
  name: string;
  price: number;
  count: number;
}

export function total(items: Item[]): number {
  return items.reduce((sum, item) => sum + item.price * item.count, 0);
}

export function cheapest(items: Item[]): Item | undefined {
  let result: Item | undefined;
  for (const item of items) {
    if (result === undefined || item.price < result.price) {
      result = item;
    }
  }
  return result;
}

export function withoutEmpty(items: Item[]): Item[] {
  return items.filter((item) => item.count > 0);
}`,
  `export function debounce(callback: () => void, delay: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(callback, delay);
  };
}

export function sleep(delay: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delay);
  });
}

export async function retry<T>(task: () => Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (attempt === attempts) {
        throw error;
      }
      await sleep(100 * 2 ** attempt);
    }
  }
}`,
];

describe('the kind of a text', () => {
  it.each([...PYTHON, ...TYPESCRIPT].map((text) => [text.trim().slice(0, 40), text]))(
    'is code: %s',
    (_name, text) => expect(textKind(text)).toBe('code'),
  );

  it.each(
    [STORIES, QUESTIONS, RECIPES, PROSE_IN_LINES].flat().map((text) => [text.trim().slice(0, 40), text]),
  )('is prose: %s', (_name, text) => expect(textKind(text)).toBe('prose'));

  it.each([
    ['json', '{"a": [1, 2]}'],
    ['json', '\n\n[{"a": 1}]\n'],
    ['json', '{"a": [1, 2'],
    ['json', '```json\n{"a": 1}\n```'],
    ['json', '{}'],
    ['prose', '[1] Smith and others, 1998.'],
    ['prose', '42'],
    ['prose', '"Go," she said.'],
    ['prose', ''],
    ['prose', '今天天气很好，我们去公园散步。'],
    ['prose', 'As follows: the lamp was lit, the boat (a small one) was gone.'],
    ['code', '{ color: red; }'],
    ['code', 'SELECT name FROM users WHERE id = 1;'],
    ['code', '<div class="a">\n  <p>Hi</p>\n</div>'],
    ['code', '    return a + b\n'],
    ['code', 'x = f(1)\ny = x.z(2)'],
  ])('is %s: %j', (kind, text) => expect(textKind(text)).toBe(kind));

  it.each(['f(', 'x', ' ', '.', '{"', '[', '\\', '<a '])('is soon known of %j again and again', (chunk) => {
    expect(['json', 'code', 'prose']).toContain(textKind(chunk.repeat(100_000)));
    expect(['json', 'code', 'prose']).toContain(textKind(`a${chunk.repeat(100_000)}b`));
  });

  it('of several is what most of them are', () => {
    expect(commonTextKind(['{"a": 1}', '{"a": 2}', 'Sorry, no.'])).toBe('json');
    expect(commonTextKind(['', 'One.', 'x = f(1)'])).toBe('prose');
    expect(commonTextKind(['', ' '])).toBe('prose');
  });
});

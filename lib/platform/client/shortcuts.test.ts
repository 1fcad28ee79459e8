import { expect, test } from 'vitest';
import { type KeyPress, matchShortcut } from './shortcuts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  ...more,
});

test.each([
  ['Enter', { ctrlKey: true }, 'run'],
  ['Enter', { metaKey: true }, 'run'],
  ['Enter', { metaKey: true, shiftKey: true }, 'regenerate'],
  ['Enter', {}, null],
  ['Enter', { ctrlKey: true, isComposing: true }, null],
  ['Escape', {}, 'stop'],
  ['k', { ctrlKey: true }, 'models'],
  ['K', { ctrlKey: true }, 'models'],
  ['k', { ctrlKey: true, altKey: true }, null],
  ['k', { ctrlKey: true, shiftKey: true }, null],
  ['k', {}, null],
  ['b', { metaKey: true }, 'history'],
  ['.', { ctrlKey: true }, 'parameters'],
  ['/', { ctrlKey: true }, 'prompt'],
  // As it is typed on a German keyboard.
  ['/', { ctrlKey: true, shiftKey: true }, 'prompt'],
  ['/', {}, null],
  ['?', { shiftKey: true }, 'help'],
  ['?', { ctrlKey: true, shiftKey: true }, null],
] as const)('%s with %j means %s', (key, more, expected) => {
  expect(matchShortcut(press(key, more))).toBe(expected);
});

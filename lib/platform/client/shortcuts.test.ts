import { expect, test } from 'vitest';
import { type KeyPress, matchKeys } from './match-keys';
import { APP_SHORTCUTS, SHORTCUTS } from './shortcuts';

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
  ['x', {}, 'x'],
  ['X', {}, 'x'],
  ['X', { shiftKey: true }, 'shift+x'],
  ['x', { shiftKey: true }, 'shift+x'],
  ['x', { ctrlKey: true }, null],
] as const)('letters: %s with %j', (key, more, expected) => {
  const letters = { x: { keys: 'x' }, 'shift+x': { keys: 'shift+x' } };
  expect(matchKeys(press(key, more), letters)).toBe(expected);
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
  ['?', { ctrlKey: true, altKey: true, getModifierState: () => true }, 'help'],
  ['P', { ctrlKey: true, shiftKey: true }, 'actions'],
  ['p', { ctrlKey: true }, null],
  ['F2', {}, 'actionsToo'],
  ['F2', { shiftKey: true }, null],
  ['?', { ctrlKey: true, shiftKey: true }, null],
] as const)('%s with %j means %s', (key, more, expected) => {
  expect(matchKeys(press(key, more), { ...SHORTCUTS, ...APP_SHORTCUTS })).toBe(expected);
});

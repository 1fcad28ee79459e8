import { expect, it } from 'vitest';
import { matchRunShortcut } from './run-shortcuts';

const press = (key: string, held: readonly string[] = []) => ({
  key,
  metaKey: held.includes('Meta'),
  ctrlKey: held.includes('Control'),
  altKey: held.includes('Alt'),
  isComposing: false,
  getModifierState: (name: string) => held.includes(name),
});

it('knows the keys that walk a family, brackets that are typed with AltGr too', () => {
  expect(matchRunShortcut(press('ArrowUp', ['Alt']))).toBe('parent');
  expect(matchRunShortcut(press('ArrowDown', ['Alt']))).toBe('child');
  expect(matchRunShortcut(press('['))).toBe('previous');
  expect(matchRunShortcut(press(']'))).toBe('next');
  expect(matchRunShortcut(press(']', ['Control', 'Alt', 'AltGraph']))).toBe('next');
  expect(matchRunShortcut(press('?', ['Shift']))).toBe('help');
});

it('leaves to the browser what is its own', () => {
  expect(matchRunShortcut(press('ArrowUp'))).toBeNull();
  expect(matchRunShortcut(press('ArrowLeft', ['Alt']))).toBeNull();
  expect(matchRunShortcut(press('[', ['Meta']))).toBeNull();
  expect(matchRunShortcut(press('ArrowUp', ['Alt', 'Control']))).toBeNull();
  expect(matchRunShortcut({ ...press('['), isComposing: true })).toBeNull();
});

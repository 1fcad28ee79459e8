import { expect, it } from 'vitest';
import { type KeyPress, matchKeys } from '@/lib/platform/client/match-keys';
import { RUN_SHORTCUTS } from './run-shortcuts';

const press = (key: string, held: readonly string[] = []): KeyPress => ({
  key,
  shiftKey: held.includes('Shift'),
  metaKey: held.includes('Meta'),
  ctrlKey: held.includes('Control'),
  altKey: held.includes('Alt'),
  isComposing: false,
  getModifierState: (name) => held.includes(name),
});

const match = (event: KeyPress) => matchKeys(event, RUN_SHORTCUTS);

it('knows the keys that walk a family, brackets that are typed with AltGr too', () => {
  expect(match(press('ArrowUp', ['Alt']))).toBe('parent');
  expect(match(press('ArrowDown', ['Alt']))).toBe('child');
  expect(match(press('['))).toBe('previous');
  expect(match(press(']'))).toBe('next');
  expect(match(press(']', ['Control', 'Alt', 'AltGraph']))).toBe('next');
});

it('leaves to the browser what is its own', () => {
  expect(match(press('ArrowUp'))).toBeNull();
  expect(match(press('ArrowLeft', ['Alt']))).toBeNull();
  expect(match(press('[', ['Meta']))).toBeNull();
  expect(match(press('ArrowUp', ['Alt', 'Control']))).toBeNull();
  expect(match({ ...press('['), isComposing: true })).toBeNull();
});

import { expect, it } from 'vitest';
import { type GhostKey, ghostAction } from './ghost-keys';

const press = (key: string, more: Partial<GhostKey> = {}): GhostKey => ({
  key,
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});

it('takes by Tab, Shift+Tab and the right arrow, and leaves all other keys alone', () => {
  expect(ghostAction(press('Tab'))).toBe('word');
  expect(ghostAction(press('Tab', { shiftKey: true }))).toBe('line');
  expect(ghostAction(press('ArrowRight'))).toBe('all');
  expect(ghostAction(press('Escape'))).toBe('dismiss');
  expect(ghostAction(press(']', { altKey: true, code: 'BracketRight' }))).toBe('next');
  expect(ghostAction(press('“', { altKey: true, code: 'BracketLeft' }))).toBe('previous');
  for (const other of [
    press('Tab', { ctrlKey: true }),
    press('Tab', { altKey: true }),
    press('ArrowRight', { shiftKey: true }),
    press('ArrowRight', { metaKey: true }),
    press('Escape', { isComposing: true }),
    // Option on a Mac's German keyboard.
    press('[', { altKey: true, code: 'Digit5' }),
    press(']', { altKey: true, code: 'Digit6' }),
    // AltGr on a German keyboard.
    press(']', { altKey: true, ctrlKey: true }),
    press(']'),
    press('a'),
  ]) {
    expect(ghostAction(other)).toBeNull();
  }
});

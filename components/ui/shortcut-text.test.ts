import { describe, expect, it } from 'vitest';
import { ariaShortcut, formatShortcut } from './shortcut-text';

describe('formatShortcut', () => {
  it('writes the keys as they stand on each keyboard', () => {
    expect(formatShortcut('mod+shift+enter', true)).toBe('⌘⇧↵');
    expect(formatShortcut('mod+shift+enter', false)).toBe('Ctrl+Shift+Enter');
    expect(formatShortcut('mod+k', false)).toBe('Ctrl+K');
    expect(formatShortcut('escape', true)).toBe('Esc');
    expect(formatShortcut('f2', false)).toBe('F2');
    expect(formatShortcut('?', true)).toBe('?');
  });
});

describe('ariaShortcut', () => {
  it('names the modifier of both platforms', () => {
    expect(ariaShortcut('mod+k')).toBe('Control+K Meta+K');
    expect(ariaShortcut('escape')).toBe('Escape');
    expect(ariaShortcut('alt+up')).toBe('Alt+ArrowUp');
  });
});

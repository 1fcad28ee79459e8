import { describe, expect, it } from 'vitest';
import { visibleInline, visibleWhitespace } from '../tokens/visible-whitespace';
import { trailingWhitespace } from './whitespace-guard';

describe('the whitespace guard', () => {
  it('finds spaces and tabs at the very end', () => {
    expect(trailingWhitespace('Once upon a \t')).toEqual({
      start: 11,
      text: ' \t',
      visible: '␣⇥',
      trimmed: 'Once upon a',
    });
    expect(trailingWhitespace('   ')).toMatchObject({ start: 0, trimmed: '' });
  });

  it('leaves line breaks and everything else alone', () => {
    for (const prompt of ['', 'Once', 'Once\n', ' Once', 'def f():\n'])
      expect(trailingWhitespace(prompt)).toBeNull();
    expect(trailingWhitespace('a\n    ')).toMatchObject({ trimmed: 'a\n' });
  });
});

describe('visible white space', () => {
  it('shows each kind by its sign and keeps the lines', () => {
    expect(visibleWhitespace('a b\tc\r\nd\ne\u00a0f')).toBe('a␣b⇥c↵\nd↵\ne⍽f');
    expect(visibleInline('a\nb')).toBe('a↵b');
  });
});

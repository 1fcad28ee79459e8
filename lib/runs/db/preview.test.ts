import { describe, expect, it } from 'vitest';
import { PREVIEW_LENGTH } from '@/lib/runs/model/preview-length';
import { outputPreview, promptPreview } from './preview';

describe('previews', () => {
  it('fold white space and stop at 200 characters', () => {
    expect(promptPreview('  Once\n\n\tupon   a time ')).toBe('Once upon a time');
    expect(promptPreview('x'.repeat(1000))).toBe('x'.repeat(PREVIEW_LENGTH));
    expect(promptPreview('')).toBe('');
  });

  it('look past long white space', () => {
    expect(promptPreview(`${' \n'.repeat(5000)}here`)).toBe('here');
  });

  it('never end in half a character', () => {
    const preview = promptPreview(`${'x'.repeat(PREVIEW_LENGTH - 1)}😀`);
    expect(preview).toBe('x'.repeat(PREVIEW_LENGTH - 1));
  });

  it('take the first of several that says something', () => {
    expect(promptPreview(['', ' \n', 'second', 'third'])).toBe('second');
    expect(outputPreview([{ text: '\n' }, { text: ' b ' }])).toBe('b');
    expect(outputPreview([])).toBe('');
  });
});

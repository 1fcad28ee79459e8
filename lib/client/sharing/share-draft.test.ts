import { describe, expect, it } from 'vitest';
import type { Finding } from '@/lib/completions/share/finding';
import { redactionRows, withRedactions } from './share-draft';

const finding = (text: string): Finding => ({ kind: 'email', text, count: 1, places: ['prompt'] });

describe('what is redacted', () => {
  it('takes up texts once, without the white space around them', () => {
    const result = withRedactions(['Bob'], [' Ada\n', 'Bob', 'Ada', ' ', 'x']);
    expect(result).toEqual({ ok: true, redactions: ['Bob', 'Ada'], added: ['Ada'] });
  });

  it.each([
    [[], []],
    [[], ['', ' a ']],
    [[], ['x'.repeat(10_001)]],
    [Array.from({ length: 200 }, (_, at) => `text ${at}`), ['one more']],
  ])('keeps within what the server takes', (before, texts) => {
    expect(withRedactions(before, texts)).toMatchObject({ ok: false, message: expect.any(String) });
  });

  it('is listed with what was found, each in its state', () => {
    const findings = [finding('a@x.io'), finding('b@x.io'), finding('c@y.io')];
    const rows = redactionRows(findings, ['by hand', 'a@x.io', '@y']);
    expect(rows.map(({ text, isRedacted, byAnother }) => [text, isRedacted, byAnother])).toEqual([
      ['a@x.io', true, false],
      ['b@x.io', false, false],
      ['c@y.io', true, true],
      ['by hand', true, false],
      ['@y', true, false],
    ]);
  });
});

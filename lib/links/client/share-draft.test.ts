import { describe, expect, it } from 'vitest';
import type { Finding } from '@/lib/links/model/finding';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { newShare, redactionRows, withRedactions } from './share-draft';

it('a new link shows everything, for as long as its owner’s links usually stay open', () => {
  const { include, expiry, redactions } = newShare(7);
  expect(Object.values(include)).toEqual(Array(5).fill(true));
  expect([expiry.kind, redactions]).toEqual(['week', []]);
});

const finding = (text: string): Finding => ({ kind: 'email', text, count: 1, fields: ['prompt'] });

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

  const shared = (prompt: string): SharedRun => ({
    version: 1,
    kind: 'run',
    title: null,
    sharedAt: '2026-11-25T00:00:00.000Z',
    status: 'complete',
    prompt,
  });
  const rows = (texts: string[], redactions: string[], prompt = '') =>
    redactionRows(texts.map(finding), redactions, shared(prompt)).map(({ text, isRedacted, byAnother }) => [
      text,
      isRedacted,
      byAnother,
    ]);

  it('is listed with what was found, each in its state', () => {
    expect(rows(['a@x.io', 'b@x.io', 'c@y.io'], ['by hand', 'a@x.io', 'to c@y.io'])).toEqual([
      ['a@x.io', true, false],
      ['b@x.io', false, false],
      ['c@y.io', true, true],
      ['by hand', true, false],
      ['to c@y.io', true, false],
    ]);
  });

  it('is still private where only a part of it is redacted, or only one occurrence of several', () => {
    expect(rows(['c@y.io'], ['y'])[0]).toEqual(['c@y.io', false, false]);
    expect(rows(['c@y.io'], ['c@', 'y.io'])[0]).toEqual(['c@y.io', true, true]);
    expect(rows(['c@y.io'], ['to c@y.io'], 'and from c@y.io')[0]).toEqual(['c@y.io', false, false]);
    expect(redactionRows([finding('c@y.io')], ['to c@y.io'], null)[0]?.isRedacted).toBe(false);
  });
});

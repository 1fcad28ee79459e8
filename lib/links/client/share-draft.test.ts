import { describe, expect, it } from 'vitest';
import type { Finding } from '@/lib/links/model/finding';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { newShare, ordinaryWords, redactionRows, withRedactions } from './share-draft';

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
    redactionRows(
      { findings: texts.map(finding), places: [], shared: shared(prompt) },
      { redactions, wholeWords: [] },
    ).map(({ text, isRedacted, byAnother }) => [text, isRedacted, byAnother]);

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
    expect(
      redactionRows(
        { findings: [finding('c@y.io')], places: [], shared: null },
        { redactions: ['to c@y.io'], wholeWords: [] },
      )[0]?.isRedacted,
    ).toBe(false);
  });
});

describe('a redaction of an ordinary word', () => {
  const selected = (text: string, before = ' ', after = ' ') => ({ text, before, after });

  it('leaves longer words readable, unless it is a part of one, a name, or what could be a secret', () => {
    expect(ordinaryWords([selected('out'), selected(' out ', 'b', 't'), selected('out', '', '')])).toEqual([
      'out',
      'out',
      'out',
    ]);
    expect(
      ordinaryWords([selected('out', 'b'), selected('out', ' ', 'e'), selected('ut', 'o\u0301')]),
    ).toEqual([]);
    expect(
      ordinaryWords(['Anna', 'hunter2', 'swordfish', 'sk-1', 'out of', ''].map((text) => selected(text))),
    ).toEqual([]);
  });

  it('says in how many places it is, and offers whole words where that makes a difference', () => {
    const rowOf = (text: string, anywhere: number, wholeWords: number, chosen: string[] = []) =>
      redactionRows(
        { findings: [], places: [{ text, anywhere, wholeWords }], shared: null },
        { redactions: [text], wholeWords: chosen },
      )[0];
    expect(rowOf('out', 4, 1)).toMatchObject({ places: 4, wholeWords: false, leftInWords: 0 });
    expect(rowOf('out', 4, 1, ['out'])).toMatchObject({ places: 1, wholeWords: true, leftInWords: 3 });
    expect(rowOf('out', 2, 2)).not.toHaveProperty('wholeWords');
  });

  it('is not offered for a secret that was found', () => {
    const [row] = redactionRows(
      {
        findings: [finding('a@x.io')],
        places: [{ text: 'a@x.io', anywhere: 3, wholeWords: 2 }],
        shared: null,
      },
      { redactions: ['a@x.io'], wholeWords: [] },
    );
    expect(row).toMatchObject({ places: 3, isRedacted: true });
    expect(row).not.toHaveProperty('wholeWords');
  });
});

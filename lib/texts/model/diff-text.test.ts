import { describe, expect, it } from 'vitest';
import { composedText, editedText, longText } from '@/lib/protocol/fixtures/random-texts';
import { seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { type DiffPart, marksOf, type TextDiff } from './diff-parts';
import { diffLines, diffSentences, diffWords } from './diff-text';

const KINDS = [diffWords, diffSentences, diffLines];

function rebuilt({ parts }: TextDiff): [reference: string, other: string] {
  const without = (left: DiffPart['kind']) =>
    parts
      .filter(({ kind }) => kind !== left)
      .map(({ text }) => text)
      .join('');
  return [without('added'), without('removed')];
}

function borders(text: string): Set<number> {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length));
}

const short = ({ parts }: TextDiff) =>
  parts.map(({ kind, text }) => ({ same: text, added: `+${text}+`, removed: `-${text}-` })[kind]).join('');

describe('a difference of any kind', () => {
  it('holds both texts, and marks whole characters of each', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 700; round += 1) {
      const reference = composedText(random, 30);
      const other = random() < 0.8 ? editedText(random, reference) : composedText(random, 30);
      for (const diff of KINDS) {
        const found = diff(reference, other);
        expect(rebuilt(found)).toEqual([reference, other]);
        expect(found.exact).toBe(true);
        for (const [side, text] of [['reference', reference] as const, ['other', other] as const]) {
          const whole = borders(text);
          let at = 0;
          for (const mark of marksOf(found.parts, side)) {
            expect(mark.start).toBeGreaterThanOrEqual(at);
            expect(mark.kind === 'missing').toBe(mark.start === mark.end);
            expect(whole.has(mark.start) && whole.has(mark.end), JSON.stringify([text, mark])).toBe(true);
            at = mark.end;
          }
          expect(at).toBeLessThanOrEqual(text.length);
        }
      }
    }
  });

  it('is nothing between equal texts', () => {
    for (const diff of KINDS) {
      expect(diff('', '').parts).toEqual([]);
      expect(diff('one two', 'one two').parts).toEqual([{ kind: 'same', text: 'one two' }]);
      expect(diff('', 'one').parts).toEqual([{ kind: 'added', text: 'one' }]);
      expect(diff('one', '').parts).toEqual([{ kind: 'removed', text: 'one' }]);
    }
  });

  it('gives each side the other one’s text for what it marks', () => {
    const { parts } = diffWords('the old keeper slept', 'the young keeper slept well');
    expect(marksOf(parts, 'other')).toEqual([
      { start: 4, end: 9, kind: 'different', counterpart: 'old' },
      { start: 22, end: 27, kind: 'different', counterpart: '' },
    ]);
    expect(marksOf(parts, 'reference')).toEqual([
      { start: 4, end: 7, kind: 'different', counterpart: 'young' },
      { start: 20, end: 20, kind: 'missing', counterpart: ' well' },
    ]);
  });
});

describe('long texts', () => {
  const random = seededRandom(5);
  const long = longText(random, 200_000, 3_000);

  it('that are nearly the same are compared exactly', () => {
    const words = long.split(' ');
    for (let at = 50; at < words.length; at += 97) words[at] = 'changed';
    const other = words.join(' ');
    const found = diffWords(long, other);
    expect(rebuilt(found)).toEqual([long, other]);
    expect(found.exact).toBe(true);
    expect(found.parts.filter(({ kind }) => kind === 'added').map(({ text }) => text.trim())).toEqual(
      words.filter((word) => word === 'changed'),
    );
  });

  it.each([
    ['unrelated, many words', longText(random, 200_000, 3_000)],
    ['unrelated, few words', longText(random, 200_000, 20)],
    ['a single word again and again', 'wa '.repeat(66_000)],
    ['Chinese', '今天天气很好，我们去公园散步。'.repeat(13_000)],
    ['one line without a space', 'x'.repeat(200_000)],
    ['one line of space', `a${' '.repeat(200_000)}b`],
    ['short lines', 'a\nb\n'.repeat(50_000)],
  ])('that are %s are told all the same', (_name, other) => {
    for (const diff of KINDS) expect(rebuilt(diff(long, other))).toEqual([long, other]);
  });

  it('say so where they were compared roughly', () => {
    const other = longText(random, 200_000, 3_000);
    expect(diffWords(long, other).exact).toBe(false);
    // A beginning that is the same stays the same.
    const [first] = diffWords(`Once upon a time. ${long}`, `Once upon a time. ${other}`).parts;
    expect(first).toMatchObject({ kind: 'same' });
  });
});

describe('words', () => {
  it('are marked one by one', () => {
    expect(short(diffWords('The cat sat on the mat.', 'The dog sat on a mat!'))).toBe(
      'The -cat-+dog+ sat on -the-+a+ mat-.-+!+',
    );
    expect(short(diffWords('今天天气很好', '今天天气不好'))).toContain('今天天气');
  });

  it('that change in a row are one change', () => {
    expect(short(diffWords('a big red dog ran', 'a small blue dog ran'))).toBe(
      'a -big red-+small blue+ dog ran',
    );
    expect(short(diffWords('one\ntwo', 'three\nfour'))).toBe('-one-+three+\n-two-+four+');
  });

  it('differ by their case and their accents', () => {
    expect(short(diffWords('cafe', 'café'))).toBe('-cafe-+café+');
    expect(short(diffWords('Sea', 'sea'))).toBe('-Sea-+sea+');
  });
});

describe('sentences', () => {
  it('are marked as a whole, the last one like any other', () => {
    expect(short(diffSentences('It rained. We stayed.', 'It rained. We left. We stayed.'))).toBe(
      'It rained. +We left. +We stayed.',
    );
  });
});

describe('lines', () => {
  it('are marked as a whole', () => {
    expect(short(diffLines('a = 1\nb = 2\nc = 3\n', 'a = 1\nb = 4\nc = 3\n'))).toBe(
      'a = 1\n-b = 2\n-+b = 4\n+c = 3\n',
    );
  });

  it('are the same with another break behind them, or none', () => {
    expect(short(diffLines('a\nb', 'a\nb\nc'))).toBe('a\nb+\nc+');
    expect(short(diffLines('a\r\nb\r\n', 'a\nb\n'))).toBe('a-\r\n-+\n+b-\r\n-+\n+');
  });
});

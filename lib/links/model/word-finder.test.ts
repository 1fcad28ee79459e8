import { describe, expect, it } from 'vitest';
import { countPlaces } from './count-places';
import { REDACTED, redactSpans } from './redact';
import { createRedactionFinder } from './redaction-finder';
import { createWordFinder, isWords } from './word-finder';

const hideWords = (text: string, ...words: string[]) =>
  redactSpans(text, createRedactionFinder(words, words).find(text).spans);

describe('a text that is hidden only as a whole word', () => {
  it('stays readable inside longer words', () => {
    expect(hideWords('out and about, outside', 'out')).toBe(`${REDACTED} and about, outside`);
    expect(hideWords('Johnson and Johnsons', 'Johnson')).toBe(`${REDACTED} and Johnsons`);
    expect(hideWords('outé', 'out')).toBe('outé');
  });

  it('is hidden at the edges of a text, between punctuation, and in its other spellings', () => {
    expect(hideWords('out', 'out')).toBe(REDACTED);
    expect(hideWords("out's (out), log_out; OUT", 'out')).toBe(
      `${REDACTED}'s (${REDACTED}), log_${REDACTED}; ${REDACTED}`,
    );
    const encoded = Buffer.from('to Alice Johnson, and').toString('base64');
    expect(hideWords(encoded, 'Alice Johnson')).toContain(REDACTED);
  });

  it('is found beside texts that contain it, and where a longer one almost is', () => {
    expect(hideWords('xcab in', 'cab in', 'in')).toBe(`xcab ${REDACTED}`);
    expect(hideWords('a cab in', 'cab in', 'in')).toBe(`a ${REDACTED}`);
  });

  it('needs a letter at both ends', () => {
    expect(['out', '42', 'a b', '山田'].map(isWords)).toEqual([true, true, true, true]);
    expect(['', ' ', '-out', 'out.', '***'].map(isWords)).toEqual([false, false, false, false, false]);
    // Asked for all the same, it is hidden everywhere.
    expect(hideWords('xout.x', 'out.')).toBe(`x${REDACTED}x`);
  });

  it('gives its places in the text', () => {
    const find = createWordFinder(['𝐀b', 'b']);
    expect(find('𝐀b b 𝐀b𝐀 b')).toEqual([
      [0, 3],
      [4, 5],
      [12, 13],
    ]);
  });

  it('says in how many places it is', () => {
    const texts = [
      { field: 'prompt' as const, text: 'about out' },
      { field: 'outputs' as const, text: 'out without' },
      { field: 'outputs' as const, text: 'out out', seam: 3 },
    ];
    expect(countPlaces(texts, ['out'])).toEqual([{ text: 'out', anywhere: 4, wholeWords: 2 }]);
    expect(countPlaces([{ field: 'prompt', text: 'x'.repeat(4_000_001) }], ['out'])).toEqual([]);
  });
});

describe('a name beside another hidden text', () => {
  const hide = (text: string, ...redactions: string[]) =>
    redactSpans(text, createRedactionFinder(redactions).find(text).spans);

  it('leaves what stands between the two', () => {
    expect(hide('Anna Meyer (anna.meyer@example.org), hello', 'Anna Meyer', 'anna.meyer@example.org')).toBe(
      `${REDACTED} (${REDACTED}), hello`,
    );
    expect(hide('Anna Meyer\nAnna Meyer', 'Anna Meyer')).toBe(`${REDACTED}\n${REDACTED}`);
  });

  it('is hidden turned, where that is all that hides it', () => {
    expect(hide('Meyer, Anna', 'Anna Meyer')).toBe(REDACTED);
    expect(hide('Anna Meyer (annabelle)', 'Anna Meyer')).toBe(`${REDACTED}belle)`);
  });
});

import { expect, it } from 'vitest';
import { applyChange, ChangeMismatch, type DocumentText, EMPTY_TEXT } from './document-text';
import { randomChange, randomNumbers } from './testing/random-changes';
import { createTextBuffer } from './text-buffer';

it('has the same text and authors as the changes applied one by one', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = randomNumbers(seed);
    let document: DocumentText = EMPTY_TEXT;
    const long = { text: 'x'.repeat(Math.floor(random() * 20_000)), source: null };
    if (long.text !== '') document = applyChange(document, { at: 0, removed: [], inserted: [long] });
    const buffer = createTextBuffer(document);
    for (let count = 0; count < 300; count += 1) {
      const change = randomChange(document, random);
      document = applyChange(document, change);
      buffer.apply(change);
      expect(buffer.length()).toBe(document.text.length);
    }
    expect(buffer.document()).toEqual(document);
  }
});

it('refuses what is not there, and stays as it was', () => {
  const text = 'a'.repeat(10_000);
  const document = { text, spans: [{ length: text.length, source: null }] };
  const buffer = createTextBuffer(document);
  const remove = (at: number, text: string) => ({ at, removed: [{ text, source: null }], inserted: [] });
  expect(() => buffer.apply(remove(4_090, 'aaaaaaaaaab'))).toThrow(ChangeMismatch);
  expect(() => buffer.apply(remove(9_999, 'aa'))).toThrow(ChangeMismatch);
  expect(() => buffer.apply({ at: 10_001, removed: [], inserted: [] })).toThrow(ChangeMismatch);
  expect(buffer.document()).toEqual(document);
});

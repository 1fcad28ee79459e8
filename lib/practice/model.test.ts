import { describe, expect, it } from 'vitest';
import { practiceModel } from './model';
import { startReading } from './reader';
import { decode, encode, vocabulary } from './tokenizer';

function distributionAfter(prompt: string): Float64Array {
  const reader = startReading();
  for (const id of encode(prompt)) reader.read(id);
  const out = new Float64Array(practiceModel().vocabularySize);
  reader.predict(out);
  return out;
}

const PROMPTS = [
  '',
  'Once upon a time',
  'def f(',
  '漢字 🙂',
  'The lighth',
  'a  ',
  '\n\n\n',
  'zxqv zxqv',
  '"',
];

describe('practice model', () => {
  it('gives every token of the vocabulary a positive probability, together 1', () => {
    for (const prompt of PROMPTS) {
      const distribution = distributionAfter(prompt);
      expect(distribution.every((probability) => probability > 0)).toBe(true);
      expect(distribution.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 9);
    }
  });

  it('gives a distribution from right to left, too', () => {
    const { predictBackwards, subjects, symbols, vocabularySize } = practiceModel();
    const out = new Float64Array(vocabularySize);
    const context = encode(' upon a time').map((id) => symbols.ofToken[id] ?? id);
    predictBackwards(context, new Float64Array(subjects.unitCount).fill(1), out);
    expect(out.every((probability) => probability > 0)).toBe(true);
    expect(out.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(out[vocabulary().idOf.get('Once') ?? 0]).toBeGreaterThan(0.5);
  });

  it('finishes a word that the prompt broke off', () => {
    const ids = encode('The lighth');
    const out = new Float64Array(practiceModel().vocabularySize);
    for (let step = 0; step < 4; step += 1) {
      const reader = startReading();
      for (const id of ids) reader.read(id);
      reader.predict(out);
      ids.push(out.indexOf(Math.max(...out)));
    }
    expect(decode(ids)).toBe('The lighthouse');
  });

  it('keeps a clone apart from its original', () => {
    const reader = startReading();
    for (const id of encode('Once upon')) reader.read(id);
    const before = new Float64Array(practiceModel().vocabularySize);
    const after = new Float64Array(practiceModel().vocabularySize);
    reader.predict(before);
    const clone = reader.clone();
    for (const id of encode(' a time there was "a')) clone.read(id);
    reader.predict(after);
    expect(after).toEqual(before);
  });

  it('has a fingerprint', () => {
    expect(practiceModel().fingerprint).toMatch(/^fp_practice_[0-9a-f]{16}$/);
  });
});

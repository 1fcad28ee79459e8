import { describe, expect, it } from 'vitest';
import { mayHaveScore } from './may-have-score';

const run = (promptPreview: string, outputPreview: string) => ({ promptPreview, outputPreview });

describe('a run that may have a score', () => {
  it('has its prompt at the beginning of its output', () => {
    expect(mayHaveScore(run('Once upon', 'Once upon'))).toBe(true);
    expect(mayHaveScore(run('Once upon', 'Once upon a time'))).toBe(true);
    expect(mayHaveScore(run(`${'x'.repeat(199)}a`, `${'x'.repeat(199)}…`))).toBe(true);
  });

  it('has not, where only generated text came', () => {
    expect(mayHaveScore(run('Once upon', 'a time'))).toBe(false);
    expect(mayHaveScore(run('Once upon a time', 'Once'))).toBe(false);
    expect(mayHaveScore(run('Once upon', ''))).toBe(false);
  });

  it('cannot be told from a row for token IDs', () => {
    expect(mayHaveScore(run('[7454, 2402]', 'Once upon'))).toBe(true);
    expect(mayHaveScore(run('[7454, 24', 'Once'))).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { withHyphen, withMinus } from './minus';

describe('the minus sign of shown numbers', () => {
  it('is one sign, wherever in the text a number begins', () => {
    expect(withMinus('-0.5')).toBe('−0.5');
    expect(withMinus('From -2 to -.5')).toBe('From −2 to −.5');
    expect(withMinus('{"50256": -100, "1":-1}')).toBe('{"50256": −100, "1":−1}');
  });

  it('leaves the hyphens of names, dates and ranges', () => {
    for (const text of ['practice-1', 'gpt-3.5', '2026-12-01', 'top-k', '1-2', 'x_-1', 'v1.-2', '- 5']) {
      expect(withMinus(text)).toBe(text);
    }
  });

  it('goes back for files', () => {
    expect(withHyphen(withMinus('-1, -2.5'))).toBe('-1, -2.5');
  });
});

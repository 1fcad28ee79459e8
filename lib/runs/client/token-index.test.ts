import { describe, expect, it } from 'vitest';
import type { Token } from '@/lib/protocol/run/run-events';
import { createTokenIndex } from './token-index';

const token = (text: string): Token => ({ text, logprob: -1, top: [] });

describe('the ranges of tokens', () => {
  it('are found while the text grows, without looking at the old ones again', () => {
    const index = createTokenIndex();
    const tokens = ['Once', ' upon'].map(token);
    index.sync('Once upon', tokens);
    tokens.push(token(' a'), token(' time'));
    index.sync('Once upon a time', tokens);
    expect([0, 1, 2, 3].map((at) => [index.start(at), index.end(at)])).toEqual([
      [0, 4],
      [4, 9],
      [9, 11],
      [11, 16],
    ]);
    expect([0, 3, 4, 8, 15, 16].map(index.at)).toEqual([0, 0, 1, 1, 3, -1]);
  });

  it('start over when the run is replayed', () => {
    const index = createTokenIndex();
    index.sync('abc', [token('a'), token('bc')]);
    index.sync('xy', [token('xy')]);
    expect(index.count).toBe(1);
    expect(index.end(0)).toBe(2);
  });

  it('pass over tokens that show nothing', () => {
    const index = createTokenIndex();
    index.sync('a🙂b', [token('a'), token('bytes:\\xf0'), token('🙂'), token('b')]);
    expect(index.start(1)).toBe(index.end(1));
    expect(index.at(1)).toBe(2);
    expect(index.at(3)).toBe(3);
  });

  it('are none without tokens', () => {
    const index = createTokenIndex();
    index.sync('abc', null);
    expect(index.count).toBe(0);
    expect(index.at(0)).toBe(-1);
  });
});

import { describe, expect, it } from 'vitest';
import { FINISH_REASONS, wireFinish } from './finish-reason';

describe('wireFinish', () => {
  it.each(FINISH_REASONS)('passes %s on, with nothing beside it', (word) => {
    expect(wireFinish(word)).toEqual({ finish_reason: word });
  });

  it.each([
    ['eos', 'stop'],
    ['end_turn', 'stop'],
    ['', 'stop'],
    [null, 'stop'],
    ['STOP', 'stop'],
    ['abort', 'length'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
    ['constructor', 'stop'],
    ['__proto__', 'stop'],
  ])('says %j in a word of the contract, %s, and keeps it', (reason, word) => {
    expect(wireFinish(reason)).toEqual({ finish_reason: word, native_finish_reason: reason });
  });
});

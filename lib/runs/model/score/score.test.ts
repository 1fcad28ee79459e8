import { describe, expect, it } from 'vitest';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Token } from '@/lib/protocol/run/run-events';
import type { Choice } from '@/lib/protocol/run/run-state';
import { compareScores } from './compare-scores';
import { formatDifference, formatFigure } from './format-score';
import { isOnlyScoring, isScoring } from './score-request';
import { bitsPerToken, perplexity, scoreChoice, surprisal } from './text-score';

const token = (text: string, bits: number | null): Token => ({
  text,
  logprob: bits === null ? null : -bits * Math.LN2,
  top: [],
});
const request = (
  prompt: CompletionRequest['prompt'],
  more: Partial<CompletionRequest> = {},
): CompletionRequest => ({
  model: 'm',
  prompt,
  echo: true,
  logprobs: 1,
  max_tokens: 0,
  ...more,
});
const choice = (text: string, tokens: readonly Token[] | null, index = 0): Choice => ({
  index,
  text,
  finishReason: 'length',
  tokens: tokens ? [...tokens] : null,
});
const scored = (...of: Parameters<typeof scoreChoice>) => {
  const result = scoreChoice(...of);
  if (!result.ok) throw new Error(result.reason);
  return result.score;
};

describe('the score of a prompt', () => {
  it('is the sum of −log2 p over the tokens that have a probability', () => {
    const score = scored(
      request('Once upon a'),
      choice('Once upon a', [token('Once', null), token(' upon', 3), token(' a', 0.5)]),
    );
    expect(score.bits).toBeCloseTo(3.5, 12);
    expect([score.tokens.length, score.scored, score.leftOut]).toEqual([3, 2, 0]);
    expect(bitsPerToken(score)).toBeCloseTo(1.75, 12);
    expect(perplexity(score)).toBeCloseTo(2 ** 1.75, 12);
  });

  it('leaves out what a server generated behind the prompt', () => {
    const tokens = [token('Once', null), token(' upon', 3), token(' a', 9), token(' time', 9)];
    const score = scored(request('Once upon', { max_tokens: 1 }), choice('Once upon a time', tokens));
    expect([score.bits, score.tokens.length, score.leftOut, score.end]).toEqual([3, 2, 2, 9]);
  });

  it('knows the tokens of a prompt that is token ids by their number', () => {
    const tokens = [token('Once', null), token(' upon', 3), token(' a', 9)];
    const score = scored(request([7454, 2402], { max_tokens: 1 }), choice('Once upon a', tokens));
    expect([score.bits, score.leftOut]).toEqual([3, 1]);
  });

  it('counts a character that came as several tokens', () => {
    for (const part of ['\ufffd', 'bytes:\\xf0\\x9f', '']) {
      const tokens = [token('A', null), token(part, 2), token(part, 1), token(' b', 1)];
      const score = scored(request('A🙂 b'), choice('A🙂 b', tokens));
      expect([score.bits, score.tokens.length]).toEqual([4, 4]);
    }
  });

  it('is absent, with the reason, when the server gave none', () => {
    const reason = (answer: Choice, of = request('Once upon')) => {
      const result = scoreChoice(of, answer);
      return result.ok ? null : result.reason;
    };
    expect(reason(choice('Once upon', null))).toBe('no-probabilities');
    expect(reason(choice('Once upon', [token('Once', null), token(' upon', null)]))).toBe('no-probabilities');
    expect(reason(choice(' a', [token(' a', 1)]))).toBe('no-echo');
    // Only of what it generated.
    expect(reason(choice('Once upon a time', [token(' time', 1)]))).toBe('other-tokens');
    expect(reason(choice('the the the', [token('the', 1)]), request('the the'))).toBe('other-tokens');
    expect(reason(choice('Once upon', [token('On', null), token(' up', 1), token('!', 1)]))).toBe(
      'other-tokens',
    );
  });

  it('takes no bits from a probability that rounding made larger than 1', () => {
    expect(surprisal(0.0001)).toBe(0);
    expect(Object.is(surprisal(0), 0)).toBe(true);
    expect(surprisal(null)).toBeNull();
  });

  it('is what echo, logprobs and at most one token ask for', () => {
    expect(isScoring(request('a'))).toBe(true);
    expect(isScoring(request('a', { max_tokens: 1 }))).toBe(true);
    for (const more of [
      { max_tokens: 2 },
      { max_tokens: undefined },
      { echo: false },
      { logprobs: undefined },
      { suffix: 'b' },
    ])
      expect(isScoring(request('a', more)), JSON.stringify(more)).toBe(false);
  });

  it('is what a request was sent for, unless its one token may have been', () => {
    expect(isOnlyScoring(request('a', { temperature: 0 }))).toBe(true);
    expect(isOnlyScoring(request('a', { max_tokens: 1, user: 'me' }))).toBe(true);
    expect(isOnlyScoring(request('a', { max_tokens: 1, temperature: 0.7 }))).toBe(false);
    expect(isOnlyScoring(request('a', { max_tokens: 2 }))).toBe(false);
  });

  it('has none when fewer tokens come than the prompt has ids', () => {
    const ids = [1, 2, 3, 4, 5];
    const generated = choice(' a', [token(' a', 1)]);
    expect(scoreChoice(request(ids, { max_tokens: 1 }), generated)).toMatchObject({ ok: false });
  });

  it('has no figure for what is no number', () => {
    expect(formatFigure(Number.POSITIVE_INFINITY)).toBe('–');
    expect(formatDifference(Number.NaN)).toBe('–');
  });
});

describe('two scored texts', () => {
  const of = (...tokens: Token[]) => ({ tokens });

  it('are aligned where their tokens are equal', () => {
    const before = of(token('The', null), token(' cat', 4), token(' sat', 2));
    const after = of(token('The', null), token(' old', 6), token(' cat', 3), token(' sat', 2.5));
    const { pairs, common, onlyBefore, onlyAfter } = compareScores(before, after);
    expect(pairs.map((pair) => [pair.before?.text ?? null, pair.after?.text ?? null])).toEqual([
      ['The', 'The'],
      [null, ' old'],
      [' cat', ' cat'],
      [' sat', ' sat'],
    ]);
    expect(pairs.map(({ difference }) => difference && Number(difference.toFixed(9)))).toEqual([
      null,
      null,
      -1,
      0.5,
    ]);
    expect(common.tokens).toBe(3);
    expect(common.bits).toBeCloseTo(-0.5, 12);
    expect(onlyAfter).toEqual({ tokens: 1, bits: expect.closeTo(6, 12) });
    expect(onlyBefore).toEqual({ tokens: 0, bits: 0 });
  });

  it('differ by what they have in common and what only one of them has, whatever the texts', () => {
    const words = ['a', ' b', ' c', ' d', ' e'];
    let seed = 7;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let round = 0; round < 200; round += 1) {
      const text = () =>
        of(
          ...Array.from({ length: 1 + Math.floor(random() * 12) }, (_, at) =>
            token(words[Math.floor(random() * words.length)] ?? '', at === 0 ? null : random() * 10),
          ),
        );
      const [before, after] = [text(), text()];
      const sum = ({ tokens }: typeof before) =>
        tokens.reduce((total, { logprob }) => total + (surprisal(logprob) ?? 0), 0);
      const { pairs, common, onlyBefore, onlyAfter } = compareScores(before, after);
      expect(common.bits + onlyAfter.bits - onlyBefore.bits).toBeCloseTo(sum(after) - sum(before), 9);
      expect(pairs.flatMap((pair) => pair.before ?? [])).toEqual(before.tokens);
      expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after.tokens);
    }
  });
});

it('shows four digits, every digit before the point, and never 0 for what is not', () => {
  const figures = [0, 0.00001, 0.00012345, 0.5, 3.24567, 41.2, 999.97, 1234.5, 12_345.6, 2 ** 60];
  expect(figures.map(formatFigure)).toEqual([
    '0',
    '<0.0001',
    '0.0001',
    '0.5000',
    '3.246',
    '41.20',
    '1,000',
    '1,235',
    '12,346',
    '1.153E18',
  ]);
  expect([1, -0.5, 0, -0.00001].map(formatDifference)).toEqual(['+1.000', '−0.5000', '0', '≈ 0']);
});

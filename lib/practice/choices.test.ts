import { describe, expect, it } from 'vitest';
import { complete, completeText, logprobsOf, stream } from './test-support';

const STORY = 'Once upon a time there was a';

function mean(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
}

describe('several choices', () => {
  it('makes choices differ, and keeps the first what it would be alone', async () => {
    const { choices } = await complete({ prompt: STORY, n: 3, seed: 42, max_tokens: 30 });
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(new Set(choices.map(({ text }) => text)).size).toBe(3);
    expect(choices[0]?.text).toBe(await completeText({ prompt: STORY, seed: 42, max_tokens: 30 }));
  });

  it('returns the best of five by mean log-probability', async () => {
    const request = { prompt: STORY, seed: 12, max_tokens: 30, logprobs: 0, temperature: 1.3 };
    const five = await complete({ ...request, n: 5 });
    const means = five.choices.map((_, choice) => mean(logprobsOf(five, choice).token_logprobs));
    const order = means.map((_, at) => at).sort((a, b) => (means[b] ?? 0) - (means[a] ?? 0));
    const best = await complete({ ...request, best_of: 5 });
    expect(best.choices.map(({ text }) => text)).toEqual([five.choices[order[0] ?? 0]?.text]);
    expect(best.usage).toEqual(five.usage);
    const two = await complete({ ...request, best_of: 5, n: 2 });
    expect(two.choices.map(({ text }) => text)).toEqual(
      order.slice(0, 2).map((at) => five.choices[at]?.text),
    );
  });

  it('numbers two prompts with two choices each from 0 to 3', async () => {
    const request = { prompt: [STORY, 'def mean(values):\n'], n: 2, seed: 1, max_tokens: 8, echo: true };
    const whole = await complete(request);
    expect(whole.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(whole.choices.map(({ text }) => text.startsWith(STORY))).toEqual([true, true, false, false]);
    const texts = ['', '', '', ''];
    for (const { choices } of await stream(request)) {
      for (const { index, text } of choices) texts[index] += text;
    }
    expect(texts).toEqual(whole.choices.map(({ text }) => text));
  });
});

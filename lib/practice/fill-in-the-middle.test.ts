import { describe, expect, it } from 'vitest';
import { complete, completeText, logprobsOf } from './test-support';
import { encode, practiceTokens, vocabulary } from './tokenizer';

const GAPS: readonly (readonly [prompt: string, suffix: string])[] = [
  [
    'In the morning there was a letter on the table.',
    ' She put it in her pocket and walked down to the harbor.',
  ],
  ['The old man looked at the boat and', ' went home and told everyone.'],
  ['def largest(values):\n    """Return the largest value."""\n', '    return result\n'],
  ['Once upon a time there was a fox who', ' and nobody was angry at all.'],
  ['Dear Anna,\n\n', '\n\nWith love,\nMira'],
  ['Introducing the Tea Box: a small', ' and it comes in blue, green, and gray.'],
  ['Q: Why do cats purr?\nA:', ' This is why the bread rises.'],
  ['Recipe: Onion soup\n\nIngredients:\n', 'Steps:\n1. Chop the onion.'],
];

/** Mean log-probability of the suffix's first tokens when it follows `before`. */
async function suffixScore(before: string, suffix: string): Promise<number> {
  const beginning = practiceTokens(suffix).slice(0, 6);
  const scored = await complete({
    prompt: before + beginning.map(({ text }) => text).join(''),
    max_tokens: 0,
    echo: true,
    logprobs: 0,
  });
  const logprobs = logprobsOf(scored).token_logprobs.slice(-beginning.length);
  return logprobs.reduce<number>((sum, logprob) => sum + (logprob ?? 0), 0) / beginning.length;
}

describe('suffix', () => {
  it('leads into the suffix: it is far likelier there than after an ordinary completion', async () => {
    let better = 0;
    let gain = 0;
    let cases = 0;
    for (const [prompt, suffix] of GAPS) {
      for (const seed of [1, 2]) {
        const request = { prompt, seed, max_tokens: 40 };
        const filled = await suffixScore(prompt + (await completeText({ ...request, suffix })), suffix);
        const plain = await suffixScore(prompt + (await completeText(request)), suffix);
        cases += 1;
        gain += filled - plain;
        if (filled > plain) better += 1;
      }
    }
    expect(better / cases).toBeGreaterThan(0.85);
    // Natural logarithms a token: more than three times as likely, each of six tokens.
    expect(gain / cases).toBeGreaterThan(1.1);
  });

  it('depends on the suffix, on the prompt and on the seed', async () => {
    const prompt = 'The old man looked at the boat and';
    const fill = (suffix: string, seed: number, from = prompt) =>
      completeText({ prompt: from, suffix, seed, max_tokens: 40 });
    const one = await fill(' went home and told everyone.', 1);
    expect(await fill(' went home and told everyone.', 1)).toBe(one);
    expect(await fill(' was never wrong.', 1)).not.toBe(one);
    expect(await fill(' went home and told everyone.', 1, 'The fox')).not.toBe(one);
    const seeds = [1, 2, 3, 4, 5, 6];
    const texts = await Promise.all(seeds.map((seed) => fill(' went home and told everyone.', seed)));
    expect(new Set(texts).size).toBeGreaterThan(2);
  });

  it('keeps to max_tokens, stop, bias and temperature 0', async () => {
    const [prompt, suffix] = ['Once upon a time there was a fox who', ' and nobody was angry at all.'];
    for (const max_tokens of [1, 2, 5, 12]) {
      const { choices, usage } = await complete({ prompt, suffix, seed: 2, max_tokens });
      expect(encode(choices[0]?.text ?? '').length).toBeLessThanOrEqual(max_tokens);
      expect(usage?.completion_tokens).toBeLessThanOrEqual(max_tokens);
    }
    const whole = await completeText({ prompt, suffix, seed: 2, max_tokens: 40 });
    const stopped = await completeText({ prompt, suffix, seed: 2, max_tokens: 40, stop: ' ' });
    expect(stopped).toBe(whole.slice(0, whole.indexOf(' ')));
    const comma = vocabulary().idOf.get(',') ?? 0;
    for (const seed of [1, 2, 3]) {
      const request = { prompt, suffix, seed, max_tokens: 40, logit_bias: { [comma]: -100 } };
      expect(await completeText(request)).not.toContain(',');
    }
    const greedy = await completeText({ prompt, suffix, temperature: 0, seed: 1, max_tokens: 40 });
    expect(await completeText({ prompt, suffix, temperature: 0, seed: 2, max_tokens: 40 })).toBe(greedy);
  });

  it('reports probabilities of the tokens it filled in', async () => {
    const completion = await complete({
      prompt: 'Dear Anna,\n\n',
      suffix: '\n\nWith love,\nMira',
      seed: 1,
      max_tokens: 40,
      logprobs: 3,
    });
    const { tokens, token_logprobs } = logprobsOf(completion);
    expect(tokens.join('')).toBe(completion.choices[0]?.text);
    expect(token_logprobs.every((logprob) => logprob !== null && logprob <= 0)).toBe(true);
  });

  it('is an ordinary completion when the suffix is empty', async () => {
    const request = { prompt: 'The old man', seed: 5, max_tokens: 20 };
    expect(await completeText({ ...request, suffix: '' })).toBe(await completeText(request));
  });
});

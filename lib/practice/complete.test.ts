import { describe, expect, it } from 'vitest';
import { startReading } from './reader';
import { complete, completeText, logprobsOf, stream } from './test-support';
import { END_OF_TEXT, encode, practiceTokens, vocabulary } from './tokenizer';

const STORY = 'Once upon a time there was a';

function idOf(token: string): number {
  const id = vocabulary().idOf.get(token);
  if (id === undefined) throw new Error(`No token ${token}`);
  return id;
}

describe('sampling', () => {
  it('writes the same text for the same seed, and others for other seeds', async () => {
    const texts = await Promise.all(
      [1, 1, 2, 3, 4, 5].map((seed) => completeText({ prompt: STORY, seed, max_tokens: 40 })),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(new Set(texts).size).toBeGreaterThan(3);
  });

  it('streams the text that it answers whole', async () => {
    const request = { prompt: STORY, seed: 9, max_tokens: 60, temperature: 1.2 };
    const events = await stream(request);
    expect(events.map((event) => event.choices[0]?.text ?? '').join('')).toBe(await completeText(request));
  });

  it('takes the likeliest token each time at temperature 0, whatever the seed', async () => {
    const text = await completeText({ prompt: STORY, temperature: 0, max_tokens: 30, seed: 1 });
    expect(await completeText({ prompt: STORY, temperature: 0, max_tokens: 30, seed: 2 })).toBe(text);
    const reader = startReading();
    for (const id of encode(STORY)) reader.read(id);
    const distribution = new Float64Array(vocabulary().size);
    let greedy = '';
    for (const { id, text: token } of practiceTokens(text)) {
      reader.predict(distribution);
      const best = distribution.indexOf(Math.max(...distribution));
      expect(best).toBe(id);
      greedy += token;
      reader.read(id);
    }
    expect(greedy).toBe(text);
  });

  it('is the greedy text at a tiny top_p, too', async () => {
    const greedy = await completeText({ prompt: STORY, temperature: 0, max_tokens: 30 });
    expect(await completeText({ prompt: STORY, top_p: 1e-9, max_tokens: 30 })).toBe(greedy);
  });

  it('never writes a token biased by −100', async () => {
    const request = { prompt: STORY, temperature: 0, max_tokens: 30 };
    const first = practiceTokens(await completeText(request))[0];
    if (!first) throw new Error('nothing written');
    const banned = await completeText({ ...request, logit_bias: { [first.id]: -100 } });
    expect(practiceTokens(banned).some(({ id }) => id === first.id)).toBe(false);
    expect(banned).not.toBe('');
  });

  it('writes nothing but a token biased by 100, even one from outside the vocabulary', async () => {
    const forced = (id: number) => completeText({ prompt: STORY, max_tokens: 3, logit_bias: { [id]: 100 } });
    expect(await forced(idOf(' kettle'))).toBe(' kettle kettle kettle');
    const [smile] = practiceTokens('🙂');
    expect(await forced(smile?.id ?? 0)).toBe('🙂🙂🙂');
  });

  it('ends at once when the end of text is forced, and goes on when it is banned', async () => {
    const ended = await complete({ prompt: STORY, logit_bias: { [END_OF_TEXT]: 100 } });
    expect(ended.choices[0]).toMatchObject({ text: '', finish_reason: 'stop' });
    const endless = await complete({
      prompt: STORY,
      max_tokens: 900,
      seed: 3,
      logit_bias: { [END_OF_TEXT]: -100 },
    });
    expect(endless.choices[0]?.finish_reason).toBe('length');
    expect(endless.usage?.completion_tokens).toBe(900);
  });

  it('repeats itself less under penalties and more under negative ones', async () => {
    const variety = async (penalty: number) => {
      const text = await completeText({
        prompt: STORY,
        seed: 4,
        max_tokens: 200,
        frequency_penalty: penalty,
        presence_penalty: penalty,
        logit_bias: { [END_OF_TEXT]: -100 },
      });
      const ids = practiceTokens(text).map(({ id }) => id);
      return new Set(ids).size / ids.length;
    };
    const [less, plain, more] = [await variety(-2), await variety(0), await variety(2)];
    expect(less).toBeLessThan(plain);
    expect(more).toBeGreaterThan(plain);
  });

  it('writes 16 tokens when max_tokens is not sent', async () => {
    const { usage } = await complete({ prompt: STORY, seed: 42, logit_bias: { [END_OF_TEXT]: -100 } });
    expect(usage?.completion_tokens).toBe(16);
  });
});

describe('stop', () => {
  it('cuts before the stop text, wherever token borders are', async () => {
    const request = { prompt: STORY, seed: 42, max_tokens: 60 };
    const whole = await completeText(request);
    for (const stop of [whole.slice(7, 12), whole.slice(20, 29), ' ', whole.slice(0, 1)]) {
      const { choices } = await complete({ ...request, stop: ['never found', stop] });
      expect(choices[0]).toMatchObject({ text: whole.slice(0, whole.indexOf(stop)), finish_reason: 'stop' });
    }
  });

  it('lets nothing of a stop text out in a stream', async () => {
    const request = { prompt: STORY, seed: 42, max_tokens: 60 };
    const whole = await completeText(request);
    const stop = whole.slice(9, 40);
    const events = await stream({ ...request, stop, logprobs: 2 });
    let text = '';
    for (const { choices } of events) {
      text += choices[0]?.text ?? '';
      expect(whole.slice(0, 9).startsWith(text)).toBe(true);
    }
    expect(text).toBe(whole.slice(0, 9));
    const tokens = events.flatMap(({ choices }) => choices[0]?.logprobs?.tokens ?? []);
    expect(tokens.join('')).toBe(text);
  });

  it('releases what was held back when the text ends otherwise', async () => {
    const request = { prompt: STORY, seed: 42, max_tokens: 12 };
    const whole = await completeText(request);
    expect(await completeText({ ...request, stop: `${whole.slice(-6)} and never more` })).toBe(whole);
  });
});

describe('echo and log probabilities', () => {
  it('returns the prompt in front', async () => {
    const request = { prompt: STORY, seed: 42, max_tokens: 10 };
    expect(await completeText({ ...request, echo: true })).toBe(STORY + (await completeText(request)));
  });

  it('scores the prompt without writing anything at max_tokens 0', async () => {
    const completion = await complete({ prompt: STORY, max_tokens: 0, echo: true, logprobs: 2 });
    expect(completion.choices[0]).toMatchObject({ text: STORY, finish_reason: 'length' });
    expect(completion.usage).toMatchObject({ completion_tokens: 0, prompt_tokens: 7 });
    const { tokens, token_logprobs, top_logprobs, text_offset } = logprobsOf(completion);
    expect(tokens).toEqual(practiceTokens(STORY).map(({ text }) => text));
    expect(token_logprobs[0]).toBeNull();
    expect(top_logprobs[0]).toBeNull();
    expect(token_logprobs.slice(1).every((logprob) => logprob !== null && logprob < 0)).toBe(true);
    tokens.forEach((token, at) => {
      expect(STORY.slice(text_offset[at]).startsWith(token)).toBe(true);
    });
  });

  it('reports alternatives that sum to at most 1, the sampled token always among them', async () => {
    const completion = await complete({
      prompt: STORY,
      seed: 8,
      max_tokens: 50,
      logprobs: 5,
      temperature: 1.6,
    });
    const { tokens, token_logprobs, top_logprobs } = logprobsOf(completion);
    expect(tokens.join('')).toBe(completion.choices[0]?.text);
    let outside = 0;
    tokens.forEach((token, at) => {
      const top = top_logprobs[at] ?? {};
      const listed = Object.values(top);
      expect(top[token]).toBe(token_logprobs[at]);
      expect(listed.length).toBeGreaterThanOrEqual(5);
      expect(listed.length).toBeLessThanOrEqual(6);
      if (listed.length === 6) outside += 1;
      expect(listed.reduce((sum, logprob) => sum + Math.exp(logprob), 0)).toBeLessThanOrEqual(1 + 1e-9);
      expect(listed.slice(0, 5)).toEqual(listed.slice(0, 5).sort((a, b) => b - a));
    });
    expect(outside).toBeGreaterThan(0);
  });

  it('counts text offsets in code points', async () => {
    const completion = await complete({ prompt: '🙂 Once upon', max_tokens: 0, echo: true, logprobs: 0 });
    expect(logprobsOf(completion)).toMatchObject({
      tokens: ['🙂', ' ', 'Once', ' upon'],
      text_offset: [0, 1, 2, 6],
    });
  });

  it('shows the effect of bias, and not that of temperature and top_p', async () => {
    const first = async (settings: Record<string, unknown>) =>
      logprobsOf(await complete({ prompt: STORY, max_tokens: 1, logprobs: 1, ...settings }))
        .token_logprobs[0];
    const greedy = await first({ temperature: 0 });
    expect(await first({ temperature: 1e-4 })).toBe(greedy);
    expect(await first({ top_p: 1e-9 })).toBe(greedy);
    expect(await first({ logit_bias: { [idOf(' kettle')]: 100 } })).toBeCloseTo(0, 9);
  });
});

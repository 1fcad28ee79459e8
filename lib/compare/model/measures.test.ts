import { describe, expect, it } from 'vitest';
import { complete } from '@/lib/practice/test-support';
import { composedText, editedText, longText } from '@/lib/protocol/fixtures/random-texts';
import { seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { readLogprobs } from '@/lib/protocol/response/logprobs';
import type { Token } from '@/lib/protocol/run/run-events';
import { emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { similarity, similarityTo } from '@/lib/texts/model/similarity';
import { NO_CHECKS } from './checks';
import { measuredLightOutputs, measuredOutput, measuredOutputs, sampledMeanLogprob } from './measured-output';
import { type MeasureName, measureNames, measureOutput, measureSpec, measuresLine } from './measures';
import { textMeasures } from './text-measures';

const token = (text: string, logprob: number | null): Token => ({ text, logprob, top: [] });

function finished(texts: readonly string[], change: Partial<RunState> = {}): RunState {
  return {
    ...emptyRunState(texts.length),
    status: 'complete',
    choices: texts.map((text, index) => ({ index, text, finishReason: 'stop', tokens: null })),
    timings: { sentMs: 1, headersMs: 2, firstTokenMs: 500, durationMs: 2_500 },
    ...change,
  };
}

describe('the measures of an output', () => {
  it('are read from a run', () => {
    const usage = { promptTokens: 4, completionTokens: 101, totalTokens: 105, cachedTokens: 2 };
    const response = {
      ...{ status: 200, id: null, model: null, systemFingerprint: null, requestId: null },
      serverTimings: { predicted_per_second: 81.5 },
    };
    const cost = { amount: 0.25, currency: 'EUR', isEstimated: true };
    const run = finished(['the sea, the sea'], { usage, response, cost });
    const output = measuredOutput(run, { prompt: 'x', stream: true });
    if (!output) throw new Error('no output');
    expect(measureOutput(output)).toEqual({
      values: {
        passed: null,
        firstTokenMs: 500,
        durationMs: 2_500,
        tokensPerSecond: 50,
        tokens: 101,
        cachedTokens: 2,
        serverTokensPerSecond: 81.5,
        cost: 0.25,
        words: 4,
        characters: 16,
        meanLogprob: null,
        perplexity: null,
        distinctWords: 0.5,
        distinctPairs: 2 / 3,
        repetition: 0,
        similarity: null,
      },
      finishReason: 'stop',
      isEstimated: false,
      ofBeginning: false,
      currency: 'EUR',
      isCostEstimated: true,
    });
  });

  it('count the tokens of one choice, not those of all', () => {
    const usage = { promptTokens: 4, completionTokens: 90, totalTokens: 94 };
    const output = measuredOutput(
      finished(['abcd', 'abcdefgh'], { usage }),
      { prompt: 'x', n: 2, stream: true },
      1,
    );
    expect(output).toMatchObject({ tokenCount: 2, isEstimated: true, tokensPerSecond: 44.5 });
    const best = measuredOutput(finished(['abcd'], { usage }), { prompt: 'x', best_of: 5 });
    expect(best).toMatchObject({ tokenCount: 1, isEstimated: true });
    expect(measuredOutput(finished(['a']), { prompt: 'x' }, 3)).toBeNull();
  });

  it('have no first token where the answer came all at once, and no line about it', () => {
    const usage = { promptTokens: 4, completionTokens: 50, totalTokens: 54 };
    const lines = [true, false, undefined].map((stream) => {
      const output = measuredOutput(finished(['the sea'], { usage }), { prompt: 'x', stream });
      return output && measuresLine(measureOutput(output));
    });
    expect(lines).toEqual([
      '50 tokens · 24.5/s · first after 500 ms',
      '50 tokens · 20.0/s · 2.5 s',
      '50 tokens · 20.0/s · 2.5 s',
    ]);
    const nothing = measuredOutput(finished([''], { usage: { ...usage, completionTokens: 3 } }), {
      prompt: 'x',
      n: 2,
      stream: true,
    });
    const silent = nothing && { ...nothing, tokenCount: 0 };
    expect(silent && measuresLine(measureOutput(silent))).toBe('no text · first after 500 ms');
    const bare = measuredOutput(finished(['sea']), { prompt: 'x', stream: true });
    expect(bare && measuresLine(measureOutput(bare, similarityTo('sea')))).toBe(
      'about 1 token · 0.40/s · first after 500 ms · 100% similar',
    );
    expect(bare && measuresLine(measureOutput(bare, similarityTo('sea')), true)).not.toContain('similar');
  });

  it('leave an echoed prompt out, with its tokens', async () => {
    const prompt = 'Once upon a time there was a';
    const request = { prompt, seed: 4, max_tokens: 20, logprobs: 2 };
    const [bare, echoed] = await Promise.all(
      [request, { ...request, echo: true }].map(async (request) => {
        const { choices, usage } = await complete(request);
        const state = finished([''], {
          choices: choices.map(({ index, text, finish_reason, logprobs }) => ({
            index,
            text,
            finishReason: finish_reason,
            tokens: readLogprobs(logprobs, text),
          })),
          usage: {
            promptTokens: usage?.prompt_tokens ?? null,
            completionTokens: usage?.completion_tokens ?? null,
            totalTokens: usage?.total_tokens ?? null,
          },
        });
        const output = measuredOutput(state, request);
        return output && measureOutput(output);
      }),
    );
    expect(echoed).toEqual(bare);
    expect(bare?.values.tokens).toBe(20);
    expect(bare?.values.meanLogprob).toBeLessThan(0);
    expect(bare?.values.perplexity).toBeCloseTo(Math.exp(-(bare?.values.meanLogprob ?? 0)), 9);
  });

  it('take the light run of a sweep, and say what is of its beginning only', () => {
    const run = {
      ...finished([]),
      choices: [{ index: 0, text: 'Once upon', length: 40_000, finishReason: null, meanLogprob: -2 }],
    };
    const [light] = measuredLightOutputs(run, { prompt: 'x' });
    if (!light) throw new Error('no output');
    const { values, ofBeginning } = measureOutput(light, similarityTo('Once upon'));
    expect(values).toMatchObject({ characters: 40_000, meanLogprob: -2, words: 2, similarity: null });
    expect(ofBeginning).toBe(true);
    expect(light).toMatchObject({ tokenCount: 10_000, isEstimated: true, tokensPerSecond: null });
    expect(measuredLightOutputs(run, { prompt: 'Once', echo: true })[0]).toMatchObject({
      text: ' upon',
      length: 39_996,
      meanLogprob: null,
    });
  });

  it('of many choices take a few looks at each, and not at all of them for each', () => {
    const looks = (count: number) => {
      let seen = 0;
      const choices = Array.from({ length: count }, (_, index) => ({
        ...{ index, finishReason: 'stop', tokens: null },
        get text() {
          seen += 1;
          return 'the sea';
        },
      }));
      expect(measuredOutputs(finished([], { choices }), { prompt: 'x', n: count })).toHaveLength(count);
      return seen;
    };
    expect(looks(400)).toBeLessThan(5 * looks(100));
    const light = (count: number) => {
      let seen = 0;
      const choices = Array.from({ length: count }, (_, index) => ({
        ...{ index, text: 'the sea', length: 7, finishReason: 'stop', meanLogprob: null },
        get tokenCount() {
          seen += 1;
          return 2;
        },
      }));
      const run = { ...finished([]), choices };
      expect(measuredLightOutputs(run, { prompt: 'x' })).toMatchObject(
        choices.map(() => ({ tokenCount: 2, isEstimated: false })),
      );
      return seen;
    };
    expect(light(400)).toBeLessThan(5 * light(100));
  });

  it('are all written for people', () => {
    const spec = (name: MeasureName) => measureSpec(name, NO_CHECKS);
    const written = measureNames(NO_CHECKS).map((name) => `${spec(name).label}: ${spec(name).format(0.123)}`);
    expect(written).toMatchInlineSnapshot(`
      [
        "First token: 0 ms",
        "Duration: 0 ms",
        "Tokens per second: 0.12",
        "Tokens: 0",
        "Cached input tokens: 0",
        "Tokens per second (server): 0.12",
        "Cost: 0.123",
        "Words: 0",
        "Characters: 0",
        "Mean log probability: 0.12",
        "Perplexity: 0.12",
        "Distinct words: 12.3%",
        "Distinct word pairs: 12.3%",
        "Repetition: 12.3%",
        "Similarity to the reference: 12.3%",
      ]
    `);
    expect([1, 0.99999, 0.5, 0.00001, 0].map((value) => spec('similarity').format(value))).toEqual([
      '100%',
      '99.9%',
      '50.0%',
      '0.1%',
      '0%',
    ]);
    expect(spec('perplexity').format(Math.exp(50))).toBe('5.18e+21');
  });
});

describe('the mean log-probability', () => {
  it('is of the tokens that have one', () => {
    expect(sampledMeanLogprob([token('a', null), token('b', -1), token('c', -2)])).toBe(-1.5);
    expect(
      sampledMeanLogprob([token('a', -9999), token('b', -1), token('c', Number.NEGATIVE_INFINITY)]),
    ).toBe(-1);
    expect(sampledMeanLogprob([token('a', 0.002), token('b', -1)])).toBe(-0.5);
    expect(sampledMeanLogprob([token('a', null), token('b', -9999)])).toBeNull();
    expect(sampledMeanLogprob([])).toBeNull();
  });
});

describe('the measures of a text', () => {
  it('count words of any script', () => {
    expect(textMeasures('')).toEqual({
      characters: 0,
      words: 0,
      distinctWords: null,
      distinctPairs: null,
      repetition: null,
    });
    expect(textMeasures('今天天气很好。').words).toBeGreaterThanOrEqual(3);
    expect(textMeasures('👩‍👩‍👧 é!')).toMatchObject({ characters: 4, words: 1 });
  });

  it('show a text that repeats itself', () => {
    expect(textMeasures('I do not know. '.repeat(50)).repetition).toBeGreaterThan(0.9);
    expect(textMeasures('I do not know what came over the sea last night').repetition).toBe(0);
    expect(textMeasures('A a B b').distinctWords).toBe(0.5);
  });
});

describe('similarity', () => {
  it('is symmetric, between 0 and 1, and 1 only for equal texts', () => {
    const random = seededRandom(29);
    for (let round = 0; round < 800; round += 1) {
      const a = composedText(random);
      const b = random() < 0.7 ? editedText(random, a) : composedText(random);
      const value = similarity(a, b);
      expect(value).toBe(similarity(b, a));
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect(value === 1, JSON.stringify([a, b])).toBe(a === b);
    }
    expect(similarity('', '')).toBe(1);
    expect(similarity('a b', 'a  b')).toBeLessThan(1);
  });

  it('falls with every change', () => {
    const text = 'The old keeper lit the lamp and looked over the dark sea for the last boat.';
    const steps = [
      text,
      text.replace('old', 'young'),
      text.replace('old', 'young').replace('dark', 'calm'),
      'The young girl lit a fire and looked over the calm water for her brother.',
      'Mix the flour with two eggs.',
    ].map((other) => similarity(text, other));
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
    expect(new Set(steps).size).toBe(5);
    expect(steps[1]).toBeGreaterThan(0.85);
    expect(steps[4]).toBeLessThan(0.2);
    expect(similarity('yes', 'no')).toBe(0);
  });

  it('takes long texts', () => {
    const long = longText(seededRandom(31), 200_000, 500);
    expect(similarity(long, `${long}x`)).toBeGreaterThan(0.999);
    expect(similarity(long, `${long}x`)).toBeLessThan(1);
  });
});

import { expect, it } from 'vitest';
import { endingLabel } from '@/lib/protocol/run/finish-reason';
import { answerFacts } from './answer-facts';

const RESPONSE = { status: 200, id: null, model: null, systemFingerprint: null, requestId: null };

it('has a line for everything that the server told, and for nothing else', () => {
  expect(answerFacts({ response: null, usage: null })).toEqual([]);
  expect(answerFacts({ response: RESPONSE, usage: null })).toEqual([]);
  const usage = {
    promptTokens: 1940,
    completionTokens: 2,
    totalTokens: 1942,
    cachedTokens: 1000,
    reasoningTokens: 1,
  };
  const serverTimings = {
    prompt_n: 12,
    prompt_ms: 280.9,
    prompt_per_second: 42.72,
    predicted_ms: 1734,
    predicted_n: 1,
  };
  const response = { ...RESPONSE, provider: 'DeepInfra', serviceTier: 'flex', serverTimings };
  expect(answerFacts({ response, usage }).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Provider: DeepInfra',
    'Service tier: flex',
    'Input tokens: 1,940 (1,000 cached)',
    'Output tokens: 2 (1 reasoning)',
    'Prompt processing: 12 tokens in 281 ms (42.7 tokens/s)',
    'Generation: 1 token in 1.7 s',
  ]);
});

it('says exactly why a text ended', () => {
  expect(endingLabel('stop', undefined)).toBe('Ended naturally or at a stop sequence');
  expect(endingLabel('stop', '\n\n')).toBe('Stopped at “↵↵”');
  expect(endingLabel('stop', 128001)).toBe('Stopped at token 128001');
  expect(endingLabel('stop', 'x'.repeat(60))).toBe(`Stopped at “${'x'.repeat(40)}…”`);
});

import { expect, it } from 'vitest';
import { readListedPrice } from './listed-price';

it('reads the prices of the lists that tell them, per million tokens in dollars', () => {
  // OpenRouter: per token, as texts.
  const openRouter = {
    prompt: '0.00000015',
    completion: '0.0000006',
    input_cache_read: '0.000000075',
    image: '0',
  };
  expect(readListedPrice({ pricing: openRouter })).toEqual({
    input: 0.15,
    output: 0.6,
    cachedInput: 0.075,
    currency: 'USD',
  });
  expect(readListedPrice({ pricing: { prompt: '0', completion: '0' } })).toEqual({
    input: 0,
    output: 0,
    currency: 'USD',
  });
  expect(readListedPrice({ pricing: { prompt: '1e-7', completion: '3E-7' } })).toMatchObject({
    input: 0.1,
    output: 0.3,
  });
  // Together: per million, as numbers; zeros where it is not sold by tokens.
  const together = { hourly: 0, input: 0.18, output: 0.18, base: 0, finetune: 0 };
  expect(readListedPrice({ pricing: together })).toEqual({ input: 0.18, output: 0.18, currency: 'USD' });
  expect(readListedPrice({ pricing: { hourly: 0, input: 0, output: 0 } })).toBeNull();
  // Vercel's gateway: per token, as texts.
  expect(readListedPrice({ pricing: { input: '0.000003', output: '0.000015' } })).toMatchObject({
    input: 3,
    output: 15,
  });
});

it('reads nothing else', () => {
  const odd: unknown[] = [
    undefined,
    null,
    'free',
    {},
    { prompt: '-1', completion: '-1' },
    { prompt: '0.1' },
    { prompt: 'NaN', completion: '0x10' },
    { prompt: '9'.repeat(60), completion: '1' },
    { prompt: '999999999', completion: '1' },
    { input: Number.NaN, output: 1 },
    { input: Number.POSITIVE_INFINITY, output: 1 },
    { input: { usd: 1 }, output: 1 },
  ];
  for (const pricing of odd) expect(readListedPrice({ pricing }), JSON.stringify(pricing)).toBeNull();
});

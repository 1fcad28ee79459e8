import { describe, expect, it } from 'vitest';
import { formatAmount, formatCosts, formatMoney, maxCostLabel, plainAmount } from '@/lib/protocol/run/money';
import { USD } from '@/lib/protocol/run/price';
import type { RunState } from '@/lib/protocol/run/run-state';
import { maxCost, priceOfTokens, runCost, totalCosts } from './cost';

const PRICE = { input: 0.15, output: 0.6, currency: USD };

type Priced = Pick<RunState, 'usage' | 'choices' | 'price'>;
const written = (text: string) => [{ index: 0, text, finishReason: 'stop', tokens: null }];
const state = (more: Partial<Priced> = {}): Priced => ({
  usage: { promptTokens: 100, completionTokens: 20, totalTokens: 120 },
  choices: written('some text'),
  price: PRICE,
  ...more,
});

describe('what a run cost', () => {
  it('is its tokens at the price per million, without the noise of fractions', () => {
    expect(priceOfTokens({ input: 100, output: 20 }, PRICE)).toBe(0.000027);
    expect(priceOfTokens({ input: 1, output: 2 }, { ...PRICE, input: 0.1, output: 0.2 })).toBe(5e-7);
    expect(runCost(state(), { prompt: 'p' })).toEqual({
      amount: 0.000027,
      currency: USD,
      isEstimated: false,
    });
  });

  it('counts tokens from the cache at their own price, where there is one', () => {
    const usage = { promptTokens: 100, completionTokens: 0, totalTokens: 100, cachedTokens: 80 };
    expect(runCost(state({ usage }), { prompt: 'p' })?.amount).toBe(0.000015);
    const price = { ...PRICE, cachedInput: 0.015 };
    expect(runCost(state({ usage, price }), { prompt: 'p' })?.amount).toBe(0.0000042);
    // More than the prompt has is not believed.
    expect(priceOfTokens({ input: 10, cachedInput: 1000, output: 0 }, price)).toBe(1.5e-7);
  });

  it('is what the server says, whatever the price, also without one', () => {
    const usage = { promptTokens: 100, completionTokens: 20, totalTokens: 120, cost: 0.00123 };
    const cost = { amount: 0.00123, currency: USD, isEstimated: false };
    expect(runCost(state({ usage }), { prompt: 'p' })).toEqual(cost);
    expect(runCost({ usage, choices: written('') }, { prompt: 'p' })).toEqual(cost);
  });

  it('is nothing without a price, and nothing when nothing was answered; a price of 0 is one', () => {
    const { price: _price, ...unpriced } = state();
    expect(runCost(unpriced, { prompt: 'p' })).toBeNull();
    expect(runCost(state({ usage: null, choices: written('') }), { prompt: 'p' })).toBeNull();
    const free = { input: 0, output: 0, currency: USD };
    expect(runCost(state({ price: free }), { prompt: 'p' })?.amount).toBe(0);
  });

  it('is estimated from the texts where the server did not count; best_of counts all', () => {
    const uncounted = state({ usage: null, choices: written('one two three four') });
    const price = { input: 0, output: 1_000_000, currency: USD };
    const one = runCost({ ...uncounted, price }, { prompt: 'p' });
    expect(one?.isEstimated).toBe(true);
    const three = runCost({ ...uncounted, price }, { prompt: 'p', best_of: 3 });
    expect(three?.amount).toBe(3 * (one?.amount ?? 0));
    // A server's own count has them already.
    const counted = { ...state(), price };
    expect(runCost(counted, { prompt: 'p', best_of: 3 })?.amount).toBe(20);
  });

  it('is known at most before it runs: max_tokens × the greater of n and best_of × prompts', () => {
    const price = { input: 0, output: 1_000_000, currency: 'EUR' };
    const request = { model: 'm', prompt: ['a', 'b'], max_tokens: 10, n: 2, best_of: 3 };
    expect(maxCost(request, price)).toEqual({ amount: 60, currency: 'EUR', isEstimated: true });
    expect(maxCost({ model: 'm', prompt: 'a' }, price)?.amount).toBe(16);
    expect(maxCost({ model: 'm', prompt: 'a', max_tokens: -1 }, price)).toBeNull();
  });

  it('is summed by currency', () => {
    const cost = (amount: number, currency = USD) => ({ amount, currency, isEstimated: false });
    const total = totalCosts([cost(0.1), null, cost(0.2), cost(1, 'EUR'), undefined]);
    expect(total).toEqual([cost(0.3), cost(1, 'EUR')]);
    expect(formatCosts(total)).toBe('$0.30 + €1.00');
    expect(formatCosts([])).toBeNull();
    expect(formatCosts(totalCosts([cost(0.1), { ...cost(0.1), isEstimated: true }]))).toBe('about $0.20');
  });
});

describe('an amount of money', () => {
  it('has two decimals, or three figures where that is too few', () => {
    const shown = [0, 12.5, 1234.567, 0.5, 0.05, 0.0123456, 0.000042, 0.00001, 0.9999, 0.1 + 0.2, 1e-12];
    expect(shown.map(formatAmount)).toEqual([
      '0.00',
      '12.50',
      '1,234.57',
      '0.50',
      '0.05',
      '0.0123',
      '0.000042',
      '0.00001',
      '1.00',
      '0.30',
      'under 0.000000001',
    ]);
  });

  it('has the sign of its currency, or its label', () => {
    expect(formatMoney({ amount: 0.000042, currency: USD })).toBe('$0.000042');
    expect(formatMoney({ amount: 2, currency: 'CHF' })).toBe('2.00 CHF');
    expect(formatMoney({ amount: 2, currency: 'toString' })).toBe('2.00 toString');
    expect(maxCostLabel([{ amount: 0.05, currency: 'GBP', isEstimated: true }])).toBe('Up to £0.05');
  });

  it('has no exponent in a file', () => {
    expect([0, 1.5, 0.000042, 1e-7, 4.2e-10].map(plainAmount)).toEqual([
      '0',
      '1.5',
      '0.000042',
      '0.0000001',
      '0.00000000042',
    ]);
  });
});

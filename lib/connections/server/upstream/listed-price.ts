import { isRecord } from '@/lib/protocol/response/wire-json';
import { type Price, priceSchema, USD } from '@/lib/protocol/run/price';

/**
 * The price of a model as a server's list tells it, all in US dollars:
 * - OpenRouter: `pricing: {prompt, completion, input_cache_read?}`, per token, as texts;
 * - Together: `pricing: {input, output, cached_input?}`, per million tokens, as numbers. Zeros there mean that
 *   the model has no price by tokens;
 * - Vercel's gateway: `pricing: {input, output, input_cache_read?}`, per token, as texts.
 * Null when there is none that can be read.
 */
export function readListedPrice(model: Record<string, unknown>): Price | null {
  const { pricing } = model;
  if (!isRecord(pricing)) return null;
  const input = perMillion(pricing.prompt ?? pricing.input);
  const output = perMillion(pricing.completion ?? pricing.output);
  if (input === null || output === null) return null;
  if (pricing.prompt === undefined && input === 0 && output === 0) return null;
  const cachedInput = perMillion(pricing.input_cache_read ?? pricing.cached_input);
  const price = { input, output, ...(cachedInput !== null && { cachedInput }), currency: USD };
  return priceSchema.safeParse(price).success ? price : null;
}

const DECIMAL = /^\d{1,12}(?:\.\d{1,30})?(?:e-?\d{1,3})?$/i;

/** A number is a price per million; a text is one per token, moved by its decimal point and so without noise. */
function perMillion(value: unknown): number | null {
  if (typeof value === 'number') return value >= 0 ? value : null;
  if (typeof value !== 'string' || value.length > 50 || !DECIMAL.test(value)) return null;
  const [digits = '', exponent = '0'] = value.toLowerCase().split('e');
  return Number(`${digits}e${Number(exponent) + 6}`);
}

import * as z from 'zod/mini';

/** Beyond any price that a server asks; keeps products finite. */
const MAX_PRICE = 1_000_000;

const perMillionSchema = z.number().check(z.nonnegative(), z.maximum(MAX_PRICE));

/** What a model's tokens cost, per million tokens. */
export const priceSchema = z.object({
  input: perMillionSchema,
  output: perMillionSchema,
  /** For prompt tokens that the server had in its cache; absent: the same as `input`. */
  cachedInput: z.optional(perMillionSchema),
  /** `USD`, or another label. */
  currency: z.string().check(z.minLength(1), z.maxLength(8)),
});
export type Price = z.infer<typeof priceSchema>;

/** The currency of prices that servers tell, and of new ones. */
export const USD = 'USD';

/** What a run cost. */
export const costSchema = z.object({
  amount: z.number().check(z.nonnegative()),
  /** Of the price; US dollars where the server told the cost itself. */
  currency: z.string().check(z.minLength(1), z.maxLength(8)),
  /** Some token count is an estimate. */
  isEstimated: z.boolean(),
});
export type Cost = z.infer<typeof costSchema>;

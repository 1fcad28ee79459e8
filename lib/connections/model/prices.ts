import * as z from 'zod/mini';
import { priceSchema } from '@/lib/protocol/run/price';

/** Kinds of servers whose lists of models tell prices: there, the list is fetched for the price alone. */
export const KINDS_THAT_LIST_PRICES: ReadonlySet<string> = new Set(['openrouter', 'together']);

/** More models than anybody sets a price for by hand. */
export const MAX_PRICES = 200;

const TOO_MUCH = 'Use a number from 0 to 1,000,000.';
const amountSchema = z
  .number({ error: 'Enter a number, such as 0.15.' })
  .check(z.minimum(0, { error: TOO_MUCH }), z.maximum(1_000_000, { error: TOO_MUCH }));

/** A label like USD: shown behind the amount, unless it has a sign of its own. */
const currencySchema = z
  .string()
  .check(
    z.trim(),
    z.toUpperCase(),
    z.minLength(1, { error: 'Enter a currency, such as USD.' }),
    z.maxLength(8, { error: 'Use at most 8 letters.' }),
    z.regex(/^[A-Z]*$/, { error: 'Use letters only, such as USD.' }),
  );

const modelPriceSchema = z.object({ model: z.string(), price: priceSchema });
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** `GET /api/connections/[connectionId]/prices`: those that the user set, sorted by model. */
export const priceListSchema = z.object({ prices: z.array(modelPriceSchema) });

/** Body of `PUT /api/connections/[connectionId]/prices`. `price: null` removes it. Answer: the list. */
export const setPriceSchema = z.strictObject({
  model: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: 'Enter a model.' }),
      z.maxLength(300, { error: 'Use at most 300 characters.' }),
    ),
  price: z.nullable(
    z.strictObject({
      input: amountSchema,
      output: amountSchema,
      cachedInput: z.optional(amountSchema),
      currency: currencySchema,
    }),
  ),
});
export type SetPrice = z.infer<typeof setPriceSchema>;

import * as z from 'zod/mini';
import { costSchema, priceSchema } from './price';
import {
  attemptSchema,
  responseInfoSchema,
  runErrorSchema,
  stopReasonSchema,
  timingsSchema,
  tokenSchema,
  usageSchema,
} from './run-events';
import { runStatusSchema } from './run-status';

/** One completion of a run. */
export const choiceSchema = z.object({
  index: z.int().check(z.nonnegative()),
  text: z.string(),
  finishReason: z.nullable(z.string()),
  /** Absent when the server did not say, and in runs from before this was stored. */
  stopReason: z.optional(stopReasonSchema),
  /** Null when the server gave no probabilities. */
  tokens: z.nullable(z.array(tokenSchema)),
});

/** Everything that a run has produced so far. */
export const runStateSchema = z.object({
  status: runStatusSchema,
  choices: z.array(choiceSchema),
  usage: z.nullable(usageSchema),
  response: z.nullable(responseInfoSchema),
  attempts: z.array(attemptSchema),
  error: z.nullable(runErrorSchema),
  timings: timingsSchema,
  /** What tokens cost when it was run; absent when that was not known. */
  price: z.optional(priceSchema),
  /** What it cost; absent without a price, and while it is going. */
  cost: z.optional(costSchema),
});

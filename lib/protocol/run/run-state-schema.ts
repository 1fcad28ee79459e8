import * as z from 'zod/mini';
import {
  attemptSchema,
  responseInfoSchema,
  runErrorSchema,
  runStatusSchema,
  timingsSchema,
  tokenSchema,
  usageSchema,
} from './run-events';

/** One completion of a run. */
export const choiceSchema = z.object({
  index: z.int().check(z.nonnegative()),
  text: z.string(),
  finishReason: z.nullable(z.string()),
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
});

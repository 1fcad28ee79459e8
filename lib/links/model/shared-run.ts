import * as z from 'zod/mini';
import { costSchema } from '@/lib/protocol/run/price';
import { timingsSchema, tokenSchema, usageSchema } from '@/lib/protocol/run/run-events';
import { paceSchema } from '@/lib/runs/model/pace';

/** The shared parts of an answer. */
export const sharedAnswerShape = {
  status: z.enum(['complete', 'truncated', 'failed', 'stopped', 'interrupted']),
  outputs: z.optional(
    z.array(
      z.strictObject({
        index: z.int().check(z.nonnegative()),
        text: z.string(),
        finishReason: z.nullable(z.string()),
        /** Present when probabilities were shared and the server gave some. */
        tokens: z.optional(z.array(tokenSchema)),
      }),
    ),
  ),
  timings: z.optional(timingsSchema),
  usage: z.optional(z.nullable(usageSchema)),
  pace: z.optional(z.nullable(paceSchema)),
  cost: z.optional(costSchema),
  /** The fields of the server's answer except text and tokens, as JSON. */
  raw: z.optional(z.string()),
};

/** The shared parts of a request. */
export const sharedRequestShape = {
  prompt: z.optional(z.union([z.string(), z.array(z.string())])),
  /** Each prompt is a list of token ids, as text. */
  promptAsIds: z.optional(z.boolean()),
  model: z.optional(z.string()),
  /** The request's other fields, as sent; never `user`. */
  parameters: z.optional(z.record(z.string(), z.unknown())),
};

/**
 * Everything that a shared link shows: the exact JSON that is stored with the link and served as
 * `/s/<slug>.json`. What its owner left out is absent; what they redacted is `REDACTED` (redact.ts). No id,
 * no connection, no address, no `user`, no raw error.
 */
export const sharedRunSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('run'),
  title: z.nullable(z.string()),
  sharedAt: z.iso.datetime(),
  ...sharedRequestShape,
  ...sharedAnswerShape,
});
export type SharedRun = z.infer<typeof sharedRunSchema>;
export type SharedOutput = NonNullable<SharedRun['outputs']>[number];

/** Whether some token has another one that could have come: the sampled token alone is no alternative. */
export function haveAlternatives(outputs: SharedRun['outputs']): boolean {
  return (outputs ?? []).some(({ tokens }) =>
    tokens?.some(({ text, top }) => top.some((other) => other.text !== text)),
  );
}

import * as z from 'zod/mini';
import { runStatusSchema } from '@/lib/protocol/run/run-status';

/** `longest` by duration, `most_tokens` by completion tokens; runs without the figure come last. */
export const runSortSchema = z.enum(['newest', 'oldest', 'longest', 'most_tokens']);
export type RunSort = z.infer<typeof runSortSchema>;

/** How many values of one filter can be chosen at once. */
const MAX_VALUES = 20;

/**
 * Several values in one parameter: each percent-encoded, joined by commas, so that a value may contain a
 * comma.
 */
function several<Value extends string>(value: z.ZodMiniType<Value, string>) {
  return z.optional(
    z.pipe(
      z.string().check(z.maxLength(8_000)),
      z.pipe(
        z.transform((text: string) => text.split(',').map(decodeValue)),
        z.array(value).check(z.minLength(1), z.maxLength(MAX_VALUES)),
      ),
    ),
  );
}

function decodeValue(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const value = z.string().check(z.minLength(1), z.maxLength(300));
const flag = z.optional(
  z.pipe(
    z.literal('yes'),
    z.transform(() => true as const),
  ),
);
/** A day, `2026-03-01`, or a moment. */
const moment = z.optional(z.union([z.iso.date(), z.iso.datetime({ offset: true })]));

/**
 * `GET /api/runs`: which runs, in which order. A run must match every filter; within one filter any of the
 * values is enough, except for tags, which must all be there. The address of `/history` uses the same
 * parameters.
 */
export const runFilterShape = {
  /** Words, each matched as a prefix; "in quotes" exactly. Also matches substrings of what a line shows. */
  q: z.optional(z.string().check(z.maxLength(500))),
  model: several(value),
  connection: several(value),
  status: several(runStatusSchema),
  source: several(value),
  finish: several(value),
  tag: several(value),
  starred: flag,
  probabilities: flag,
  /** From the start of that day (UTC), or from that moment. */
  from: moment,
  /** To the end of that day (UTC), or before that moment. */
  to: moment,
  sort: z.optional(runSortSchema),
};
export const runFilterSchema = z.object(runFilterShape);
export type RunFilter = z.infer<typeof runFilterSchema>;

/** The query of `GET /api/runs`; `before` is the `next` of the previous page. */
export const runPageQuerySchema = z.object({
  ...runFilterShape,
  before: z.optional(z.string().check(z.maxLength(64))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
});
export type RunPageQuery = z.infer<typeof runPageQuerySchema>;

/** Answer of `GET /api/runs/filters`: what a user's runs can be filtered by. */
export const runFilterChoicesSchema = z.object({
  models: z.array(z.string()),
  connections: z.array(z.object({ id: z.string(), name: z.string() })),
  tags: z.array(z.string()),
});
export type RunFilterChoices = z.infer<typeof runFilterChoicesSchema>;

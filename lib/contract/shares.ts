import * as z from 'zod/mini';

/** What of a run a link shows. */
export const shareChoiceSchema = z.strictObject({
  prompt: z.boolean(),
  /** Model and settings. `user` is never shared. */
  parameters: z.boolean(),
  outputs: z.boolean(),
  /** Of the outputs' tokens, where the server gave them. */
  probabilities: z.boolean(),
  /** Timings, token counts, and the pace for the replay. */
  timings: z.boolean(),
});
export type ShareChoice = z.infer<typeof shareChoiceSchema>;

/**
 * Body of `POST /api/shares`. The server takes the copy itself: `redactions` are texts to be blacked out wherever they
 * stand in it.
 */
export const newShareSchema = z.strictObject({
  runId: z.string().check(z.minLength(1), z.maxLength(64)),
  title: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
  include: shareChoiceSchema,
  redactions: z.array(z.string().check(z.minLength(1), z.maxLength(10_000))).check(z.maxLength(200)),
  /** Null: never. */
  expiresAt: z.nullable(z.iso.datetime()),
});
export type NewShare = z.infer<typeof newShareSchema>;

/** A link as its owner sees it. */
export const shareSchema = z.object({
  id: z.string(),
  /** `/s/<slug>`: the page's own origin goes before it. */
  path: z.string(),
  runId: z.nullable(z.string()),
  title: z.nullable(z.string()),
  createdAt: z.iso.datetime(),
  expiresAt: z.nullable(z.iso.datetime()),
  revokedAt: z.nullable(z.iso.datetime()),
  views: z.int(),
  lastViewedAt: z.nullable(z.iso.datetime()),
});
export type Share = z.infer<typeof shareSchema>;

/** `GET /api/shares?before=<share id>&limit=50&runId=<run id>`: newest first; `next` is the following `before`. */
export const sharePageSchema = z.object({ shares: z.array(shareSchema), next: z.nullable(z.string()) });
export type SharePage = z.infer<typeof sharePageSchema>;

export const sharePageQuerySchema = z.object({
  before: z.optional(z.string().check(z.maxLength(64))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
  runId: z.optional(z.string().check(z.maxLength(64))),
});

/** Answer of `DELETE /api/shares`, which revokes all links. */
export const revokedSchema = z.object({ revoked: z.int() });

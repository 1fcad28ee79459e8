import * as z from 'zod/mini';
import { findingSchema, redactionPlacesSchema } from './finding';
import { shareAboutSchema } from './share-about';
import { sharedSchema } from './shared';

/**
 * Which parts of a run, or of every run of a comparison, a link shows. Of a document: its text in any case, settings
 * and probabilities of the runs that it comes from, and what is named for documents alone.
 */
export const shareChoiceSchema = z.strictObject({
  prompt: z.boolean(),
  /** Model and settings. `user` is never shared; the suffix goes with the prompt. */
  parameters: z.boolean(),
  outputs: z.boolean(),
  /** Of the outputs' tokens, when the server sent them. */
  probabilities: z.boolean(),
  /** Timings, token counts, and the pace for the replay. */
  timings: z.boolean(),
  /** What the run cost; absent: not shown. */
  cost: z.optional(z.boolean()),
  /** The answer's other fields as they came. Only with prompt, settings and outputs, which it may repeat. */
  raw: z.optional(z.boolean()),
  /** Of a document: who wrote what. Probabilities are only shown with it. */
  authors: z.optional(z.boolean()),
  /** Of a document: all its branches instead of one text. */
  branches: z.optional(z.boolean()),
});
export type ShareChoice = z.infer<typeof shareChoiceSchema>;

export const MAX_REDACTION_LENGTH = 10_000;
export const MAX_REDACTIONS = 200;
const MAX_REDACTED = 100_000;

/** Fields that every link has, whatever it shows. */
const termsShape = {
  title: z.nullable(
    z
      .string()
      .check(
        z.trim(),
        z.minLength(1, { error: 'Enter a title or leave it empty.' }),
        z.maxLength(200, { error: 'Use at most 200 characters.' }),
      ),
  ),
  include: shareChoiceSchema,
  /** Texts to redact wherever they occur. */
  redactions: z
    .array(
      z
        .string()
        .check(
          z.minLength(1),
          z.maxLength(MAX_REDACTION_LENGTH, { error: 'Redact at most 10,000 characters at a time.' }),
        ),
    )
    .check(
      z.maxLength(MAX_REDACTIONS, { error: `Redact at most ${MAX_REDACTIONS} items.` }),
      z.refine((texts) => texts.reduce((sum, { length }) => sum + length, 0) <= MAX_REDACTED, {
        error: 'Redact at most 100,000 characters in total. Leave out the whole part instead.',
      }),
    ),
  /** Those of `redactions` that stay readable inside longer words. */
  wholeWords: z.optional(
    z.array(z.string().check(z.maxLength(MAX_REDACTION_LENGTH))).check(z.maxLength(MAX_REDACTIONS)),
  ),
  /** Null: the link never expires. Absent: when its owner's new links do. */
  expiresAt: z.nullable(z.iso.datetime({ error: 'Use an ISO date.' })),
};

/**
 * What a link is made from: exactly one of these. A new kind is another optional id here, and another in
 * `named`.
 */
const subjectShape = {
  runId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  comparisonId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  documentId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  /** The step of the document whose text is shared; null: the empty text; absent: the one that was shown last. */
  head: z.optional(z.nullable(z.uuid())),
};
type Subject = { readonly [Id in keyof typeof subjectShape]?: string | null | undefined };
const named = z.refine<Subject>(
  ({ runId, comparisonId, documentId }) =>
    [runId, comparisonId, documentId].filter((id) => id !== undefined).length === 1,
  { error: 'Specify the run, comparison or document to share.', path: ['runId'] },
);

/**
 * Body of `POST /api/shares`. The server makes the copy itself, from what it has stored. `digest`: that of
 * the preview that the owner has seen; 409 `conflict` (with `param` `digest`) when the link would now show
 * anything else.
 */
export const newShareSchema = z
  .strictObject({
    ...subjectShape,
    ...termsShape,
    expiresAt: z.optional(termsShape.expiresAt),
    digest: z.optional(z.string().check(z.maxLength(100))),
  })
  .check(named);
export type NewShare = z.infer<typeof newShareSchema>;

/** Body of `POST /api/shares/preview`: the same, with an optional expiry. */
export const sharePreviewRequestSchema = z
  .strictObject({ ...subjectShape, ...termsShape, expiresAt: z.optional(termsShape.expiresAt) })
  .check(named);
export type SharePreviewRequest = z.infer<typeof sharePreviewRequestSchema>;

/** Exactly what would become public, and what in it may be private (before any redaction). */
export const sharePreviewSchema = z.object({
  shared: sharedSchema,
  /** Identifies the content of this copy; the time when it was made does not matter. */
  digest: z.string(),
  findings: z.array(findingSchema),
  /** How often each redaction is found. Empty when there is too much to count. */
  places: z.array(redactionPlacesSchema),
});
export type SharePreview = z.infer<typeof sharePreviewSchema>;

/** A link as its owner sees it. */
export const shareSchema = z.object({
  id: z.string(),
  kind: z.enum(['run', 'comparison', 'document']),
  status: z.enum(['open', 'expired', 'revoked']),
  /** `/s/<slug>`, without the origin. Null once closed, or when the slug cannot be unsealed. */
  path: z.nullable(z.string()),
  /** Null when the run was permanently deleted, or when the link shows something else. */
  runId: z.nullable(z.string()),
  comparisonId: z.nullable(z.string()),
  documentId: z.nullable(z.string()),
  title: z.nullable(z.string()),
  /**
   * What it was made from, visible only to its owner: the beginning of the run's prompt, the comparison's title, or
   * the document's title or first words.
   */
  promptPreview: z.nullable(z.string()),
  /** The run's model; null for anything else, and when the run is deleted. */
  model: z.nullable(z.string()),
  /** What it shows. Null once closed, and for links made before this was noted. */
  about: z.nullable(shareAboutSchema),
  createdAt: z.iso.datetime(),
  expiresAt: z.nullable(z.iso.datetime()),
  revokedAt: z.nullable(z.iso.datetime()),
  views: z.int(),
  lastViewedAt: z.nullable(z.iso.datetime()),
});
export type Share = z.infer<typeof shareSchema>;

/**
 * Body of `PATCH /api/shares/[shareId]`. The copy itself never changes; only the expiry of an open link can.
 */
export const shareEditSchema = z.strictObject({ expiresAt: termsShape.expiresAt });
export type ShareEdit = z.infer<typeof shareEditSchema>;

/** `GET /api/shares?before=<share id>&limit=50&runId=<run id>&comparisonId=<id>&documentId=<id>`: newest first; `next` is the following `before`. */
export const sharePageSchema = z.object({ shares: z.array(shareSchema), next: z.nullable(z.string()) });
export type SharePage = z.infer<typeof sharePageSchema>;

export const sharePageQuerySchema = z.object({
  before: z.optional(z.string().check(z.maxLength(64))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
  runId: z.optional(z.string().check(z.maxLength(64))),
  comparisonId: z.optional(z.string().check(z.maxLength(64))),
  documentId: z.optional(z.string().check(z.maxLength(64))),
});
export type SharePageQuery = z.infer<typeof sharePageQuerySchema>;

/** Answer of `DELETE /api/shares`, which revokes all links. */
export const revokedSchema = z.object({ revoked: z.int() });

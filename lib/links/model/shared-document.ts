import * as z from 'zod/mini';
import { tokenSchema } from '@/lib/protocol/run/run-events';
import { sharedRequestShape } from './shared-run';

/**
 * What a link to a document shows. As with a run, what its owner left out is absent and what they redacted is
 * `REDACTED`; there is no id. Of the steps in which it was written there is nothing: neither what was taken back, nor
 * pruned branches.
 */

/** A stretch of text by one author. */
const pieceSchema = z.strictObject({
  text: z.string().check(z.minLength(1)),
  /** The run that wrote it, as an index of `runs`; absent: a person did, or who wrote what is not shared. */
  by: z.optional(z.int().check(z.nonnegative())),
  /** They spell the text. One without a probability is a part of a token, or has something hidden. */
  tokens: z.optional(z.array(tokenSchema)),
});
export type SharedPiece = z.infer<typeof pieceSchema>;

const units = z.int().check(z.nonnegative());

/** A text of the document, as what it changes in the text of the branch that it goes on from. */
const branchSchema = z.strictObject({
  /** The index of that branch, lower than its own; null: it begins at the empty text. */
  parent: z.nullable(units),
  /** How many UTF-16 units of its parent's text it has at its beginning and at its end. */
  start: units,
  end: units,
  /** What is between these. */
  pieces: z.array(pieceSchema),
  /** The owner's name for it. */
  name: z.nullable(z.string()),
  starred: z.boolean(),
  /** It begins with text of a model, as far as that is shared. */
  generated: z.boolean(),
});
export type SharedBranch = z.infer<typeof branchSchema>;

export const sharedDocumentSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('document'),
  title: z.nullable(z.string()),
  sharedAt: z.iso.datetime(),
  /** Whether it says who wrote what. */
  authors: z.boolean(),
  /** Of runs with the same settings there is one; empty objects where these are not shared. */
  runs: z.array(
    z.strictObject({ model: sharedRequestShape.model, parameters: sharedRequestShape.parameters }),
  ),
  /** Parents before their children, siblings oldest first. A single one: its branches are not shared. */
  branches: z.array(branchSchema).check(z.minLength(1)),
  /** Index of the branch that its owner was in. */
  shown: units,
});
export type SharedDocument = z.infer<typeof sharedDocumentSchema>;

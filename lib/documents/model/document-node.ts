import * as z from 'zod/mini';
import { MAX_BRANCH_NAME, MAX_CHANGES_OF_STEP } from './document-limits';
import type { Change } from './document-text';

/** Longest text of a document, in UTF-16 units. */
export const MAX_DOCUMENT_CHARACTERS = 4_000_000;
/** Most steps of a document. */
export const MAX_DOCUMENT_NODES = 20_000;
/** Of all steps, as they are stored: four million characters of any script, and twenty thousand steps beside. */
export const MAX_STEP_BYTES = 32 * 2 ** 20;

/** The databases have integers of 32 bits, and Postgres has no year 0. */
const MAX_INT = 2 ** 31 - 1;

const sourceSchema = z.object({
  runId: z.string().check(z.minLength(1), z.maxLength(64)),
  choice: z.int().check(z.nonnegative(), z.lte(10_000)),
  at: z.int().check(z.nonnegative()),
});

const pieceSchema = z.object({
  text: z.string().check(z.minLength(1), z.maxLength(MAX_DOCUMENT_CHARACTERS)),
  source: z.nullable(sourceSchema),
});

const changeSchema = z.object({
  at: z.int().check(z.nonnegative()),
  removed: z.array(pieceSchema),
  inserted: z.array(pieceSchema),
});

/**
 * One step of a document: what it changed in the text of its parent. The steps form a tree, in which nothing is
 * ever lost: undo goes to the parent, and writing there begins another branch.
 */
export const documentNodeSchema = z.object({
  /** UUID, made by the browser. */
  id: z.uuid(),
  /** Null: it changes the empty text. */
  parentId: z.nullable(z.uuid()),
  /** `generated`: what it inserts is a run's output (and the text of a token before it, for a branch). */
  kind: z.enum(['written', 'generated']),
  /** Each in the text that the one before has left. */
  changes: z.array(changeSchema).check(z.maxLength(MAX_CHANGES_OF_STEP)),
  /** The generation's run; null for what the person wrote. */
  runId: z.nullable(z.string().check(z.minLength(1), z.maxLength(64))),
  /** The choice that it shows. */
  choice: z.int().check(z.nonnegative(), z.lte(10_000)),
  /** The run may still bring text: the last piece of its last change grows. Completed from the run when it is opened. */
  open: z.boolean(),
  /** Where the cursor was left, in UTF-16 units. */
  cursor: z.int().check(z.nonnegative(), z.lte(MAX_INT)),
  /** The person's name for the branch that begins here. */
  name: z.nullable(z.string().check(z.minLength(1), z.maxLength(MAX_BRANCH_NAME))),
  starred: z.boolean(),
  /** Hidden from strip and map, with everything below it. */
  pruned: z.boolean(),
  createdAt: z.iso.datetime().check(z.regex(/^[1-9]/)),
});
export type DocumentNode = Readonly<Omit<z.infer<typeof documentNodeSchema>, 'changes'>> & {
  readonly changes: readonly Change[];
};

import * as z from 'zod/mini';
import { tagSchema } from '@/lib/runs/model/runs';

/** Runs that one request can change. */
export const MAX_AT_ONCE = 1_000;

const ids = z
  .array(z.string().check(z.minLength(1), z.maxLength(64)))
  .check(z.minLength(1), z.maxLength(MAX_AT_ONCE));

/** What becomes of shared links that show a run which is deleted. Absent: they are kept. */
export const linksOfDeletedSchema = z.enum(['keep', 'revoke']);
export type LinksOfDeleted = z.infer<typeof linksOfDeletedSchema>;

/** Query of `DELETE /api/runs/[runId]`. */
export const runDeleteQuerySchema = z.object({ links: z.optional(linksOfDeletedSchema) });

/** Body of `POST /api/runs/bulk`: one thing done to many runs. Ids that are not there are passed over. */
export const runBulkSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('delete'), ids, links: z.optional(linksOfDeletedSchema) }),
  z.strictObject({ action: z.literal('restore'), ids }),
  z.strictObject({ action: z.literal('tag'), ids, tag: tagSchema }),
  z.strictObject({ action: z.literal('untag'), ids, tag: tagSchema }),
  z.strictObject({ action: z.literal('star'), ids, starred: z.boolean() }),
]);
export type RunBulk = z.infer<typeof runBulkSchema>;

/** How many runs were changed. */
export const runBulkAnswerSchema = z.object({ count: z.int() });
export type RunBulkAnswer = z.infer<typeof runBulkAnswerSchema>;

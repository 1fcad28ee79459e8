import * as z from 'zod/mini';
import { tagSchema } from '@/lib/runs/model/runs';

/** How many runs one request can change. */
export const MAX_AT_ONCE = 1_000;

const ids = z
  .array(z.string().check(z.minLength(1), z.maxLength(64)))
  .check(z.minLength(1), z.maxLength(MAX_AT_ONCE));

/** What happens to shared links that show a deleted run. Absent: they are kept. */
export const linksOfDeletedSchema = z.enum(['keep', 'revoke']);
export type LinksOfDeleted = z.infer<typeof linksOfDeletedSchema>;

/** Query of `DELETE /api/runs/[runId]`. */
export const runDeleteQuerySchema = z.object({ links: z.optional(linksOfDeletedSchema) });

/** Body of `POST /api/runs/bulk`: one change to many runs. Unknown ids are skipped. */
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

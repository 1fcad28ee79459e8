import * as z from 'zod/mini';
import { MAX_AT_ONCE } from './run-bulk';

/** Body of `POST /api/runs/documents`: which documents walk through these runs. Unknown ids are skipped. */
export const runDocumentsQuerySchema = z.strictObject({
  ids: z
    .array(z.string().check(z.minLength(1), z.maxLength(64)))
    .check(z.minLength(1), z.maxLength(MAX_AT_ONCE)),
});

/** Ids of documents, at most `MAX_DOCUMENTS_OF_RUNS`. */
export const runDocumentsSchema = z.object({ documents: z.array(z.string()) });
export type RunDocuments = z.infer<typeof runDocumentsSchema>;

export const MAX_DOCUMENTS_OF_RUNS = 1_000;

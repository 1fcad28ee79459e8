import * as z from 'zod/mini';

/** Answer of `GET /api/account/storage`. */
export const storageOfViewerSchema = z.object({
  usedBytes: z.number(),
  /** Null: as much as they like. */
  quotaBytes: z.nullable(z.number()),
  /** They are a guest, and an account may store more here. */
  isMoreForAccounts: z.boolean(),
});
export type StorageOfViewer = z.infer<typeof storageOfViewerSchema>;

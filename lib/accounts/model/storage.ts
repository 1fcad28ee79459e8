import * as z from 'zod/mini';

/** Answer of `GET /api/account/storage`. */
export const storageOfViewerSchema = z.object({
  usedBytes: z.number(),
  /** Null: no limit. */
  quotaBytes: z.nullable(z.number()),
  /** The viewer is a guest, and an account may store more on this server. */
  isMoreForAccounts: z.boolean(),
});
export type StorageOfViewer = z.infer<typeof storageOfViewerSchema>;

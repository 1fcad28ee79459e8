import * as z from 'zod/mini';
import { CONNECTION_KINDS, type ConnectionKind } from './connections';

/** A completions server on the machine that this app runs on. */
export const foundServerSchema = z.object({
  kind: z.enum(Object.keys(CONNECTION_KINDS) as [ConnectionKind, ...ConnectionKind[]]),
  port: z.number(),
  baseUrl: z.string(),
  /** As the server says it; null where it says none. */
  version: z.nullable(z.string()),
  /** How many models it lists; null when it does not list them without a key. */
  modelCount: z.nullable(z.number()),
});
export type FoundServer = z.infer<typeof foundServerSchema>;

/** `POST /api/connections/find`. */
export const foundServersSchema = z.object({
  servers: z.array(foundServerSchema),
  /** Where it looked, in order. */
  ports: z.array(z.number()),
});
export type FoundServers = z.infer<typeof foundServersSchema>;

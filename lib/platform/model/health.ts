import * as z from 'zod/mini';

/** `GET /api/health`: 200 when everything is ready, 503 otherwise. */
export const healthSchema = z.object({
  status: z.enum(['ok', 'failing']),
  version: z.string(),
  database: z.enum(['sqlite', 'postgresql']),
  /** Names of the applied migrations, in order. */
  migrations: z.array(z.string()),
});
export type Health = z.infer<typeof healthSchema>;

/**
 * `GET /api/health/ready`: 200 when `ready` or `degraded`, 503 otherwise. Degraded: everything works, but what servers
 * share waits for Redis.
 */
export const readinessSchema = z.object({
  status: z.enum(['ready', 'degraded', 'draining', 'failing']),
});
export type Readiness = z.infer<typeof readinessSchema>;

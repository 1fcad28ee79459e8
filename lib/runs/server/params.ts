import { z } from 'zod';

/** The path of one run. */
export const runParamsSchema = z.object({ runId: z.string().min(1).max(64) });

/** `GET /api/runs/[runId]/events?after=SEQ`. */
export const runEventsQuerySchema = z.object({ after: z.coerce.number().int().nonnegative().default(0) });

import { z } from 'zod';

const id = z.string().min(1).max(64);

/** The path of one comparison. */
export const comparisonParamsSchema = z.object({ comparisonId: id });

/** The path of one vote. */
export const voteParamsSchema = z.object({ comparisonId: id, voteId: id });

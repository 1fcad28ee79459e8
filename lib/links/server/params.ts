import { z } from 'zod';

/** Any text: what is no slug of ours is an unknown link, not a bad request. */
export const shareParamsSchema = z.object({ slug: z.string().max(200) });

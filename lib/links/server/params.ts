import { z } from 'zod';

/** Any text: a slug in another form is an unknown link, not a bad request. */
export const shareParamsSchema = z.object({ slug: z.string().max(200) });

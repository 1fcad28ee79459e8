import * as z from 'zod/mini';

/** What a text may hold that its owner would not want to show. */
export const sensitiveKindSchema = z.enum(['key', 'email', 'phone']);
export type SensitiveKind = z.infer<typeof sensitiveKindSchema>;

/** Where in what is shared a text stands; `name`: of a column. */
export const sharedPlaceSchema = z.enum(['title', 'name', 'model', 'prompt', 'parameters', 'outputs']);
export type SharedPlace = z.infer<typeof sharedPlaceSchema>;

/** One thing that may be private, however often it is there. */
export const findingSchema = z.object({
  kind: sensitiveKindSchema,
  /** As it stands there. */
  text: z.string(),
  count: z.int(),
  places: z.array(sharedPlaceSchema),
});
export type Finding = z.infer<typeof findingSchema>;

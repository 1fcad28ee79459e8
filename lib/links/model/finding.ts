import * as z from 'zod/mini';

/** Kinds of text that an owner may not want to show. */
export const sensitiveKindSchema = z.enum(['key', 'email', 'phone']);
export type SensitiveKind = z.infer<typeof sensitiveKindSchema>;

/** In which part of the shared data a text occurs; `name`: a column's or a branch's; `text`: a document's. */
export const sharedFieldSchema = z.enum([
  'title',
  'name',
  'model',
  'prompt',
  'parameters',
  'outputs',
  'text',
  'checks',
  'inputs',
]);
export type SharedField = z.infer<typeof sharedFieldSchema>;

/** One text that may be private, however often it occurs. */
export const findingSchema = z.object({
  kind: sensitiveKindSchema,
  /** As it occurs there. */
  text: z.string(),
  count: z.int(),
  fields: z.array(sharedFieldSchema),
});
export type Finding = z.infer<typeof findingSchema>;

/** How many places a redaction hides. */
export const redactionPlacesSchema = z.object({
  text: z.string(),
  /** Anywhere, also inside longer words. */
  anywhere: z.int(),
  /** As whole words only. */
  wholeWords: z.int(),
});
export type RedactionPlaces = z.infer<typeof redactionPlacesSchema>;

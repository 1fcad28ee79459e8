import * as z from 'zod/mini';
import { sharedComparisonSchema } from './shared-comparison';
import { sharedDocumentSchema } from './shared-document';
import { sharedRunSchema } from './shared-run';

/** Everything that a link can show, distinguished by `kind`. */
export const sharedSchema = z.discriminatedUnion('kind', [
  sharedRunSchema,
  sharedComparisonSchema,
  sharedDocumentSchema,
]);
export type Shared = z.infer<typeof sharedSchema>;

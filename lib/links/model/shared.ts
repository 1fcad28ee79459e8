import * as z from 'zod/mini';
import { sharedComparisonSchema } from './shared-comparison';
import { sharedRunSchema } from './shared-run';

/** Whatever a link can show, told apart by `kind`. */
export const sharedSchema = z.discriminatedUnion('kind', [sharedRunSchema, sharedComparisonSchema]);
export type Shared = z.infer<typeof sharedSchema>;

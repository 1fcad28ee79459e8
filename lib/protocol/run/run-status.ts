import * as z from 'zod/mini';

/* In a file of its own: the history's list loads it without the schemas of events. */

/**
 * `truncated`: the body ended without an end mark. `interrupted`: our own process died. `refused`: a call of the
 * public API that was never run.
 */
export const endStatusSchema = z.enum([
  'complete',
  'truncated',
  'failed',
  'stopped',
  'interrupted',
  'refused',
]);
export const runStatusSchema = z.enum(['streaming', ...endStatusSchema.options]);

import * as z from 'zod/mini';
import { runFilterShape } from './run-search';

/** The query of `GET /api/runs/count`. */
export const runCountQuerySchema = z.object(runFilterShape);

/** Answer of `GET /api/runs/count`. Not exact: there are at least so many. */
export const runCountSchema = z.object({ count: z.int(), isExact: z.boolean() });
export type RunCount = z.infer<typeof runCountSchema>;

/** `128 runs`, `1,000+ runs`. */
export function runCountLabel({ count, isExact }: RunCount): string {
  return `${count.toLocaleString('en')}${isExact ? '' : '+'} ${count === 1 && isExact ? 'run' : 'runs'}`;
}

import { randomUUID } from 'node:crypto';
import { perProcess } from '@/lib/platform/server/per-process';

/**
 * Identifies this process in the rows that it is writing, so that the next process knows which runs have no
 * writer any more.
 */
export function processId(): string {
  return perProcess('process-id', () => randomUUID());
}

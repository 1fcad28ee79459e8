import { randomUUID } from 'node:crypto';
import { perProcess } from '@/lib/platform/server/per-process';

/** Names this process in the rows that it is writing, so that the next one knows which runs nobody writes any more. */
export function processId(): string {
  return perProcess('process-id', () => randomUUID());
}

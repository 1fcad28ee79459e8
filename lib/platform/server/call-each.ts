import { logger } from './log';

/**
 * Calls every listener even when one of them throws: its error must affect no other run. Returns those that
 * threw, after logging the errors.
 */
export function callEach<Listener>(
  listeners: Iterable<Listener>,
  call: (listener: Listener) => void,
): Listener[] {
  const failed: Listener[] = [];
  for (const listener of [...listeners]) {
    try {
      call(listener);
    } catch (error) {
      failed.push(listener);
      logger.error({ err: error }, 'a listener threw');
    }
  }
  return failed;
}

import { logger } from './log';

/**
 * Calls every listener, also when one of them throws: that one is to blame for nobody's run but its own. Answers those
 * that threw, after logging why.
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

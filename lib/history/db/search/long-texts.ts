import { setImmediate } from 'node:timers/promises';

const LONG_TEXT = 10_000;

/**
 * Folding a long text takes milliseconds, in some scripts tens of them: yields to the event loop after each.
 */
export async function yieldAfter(characters: number): Promise<void> {
  if (characters >= LONG_TEXT) await setImmediate();
}

import { setImmediate } from 'node:timers/promises';

const LONG_TEXT = 10_000;

/** Folding a long text takes milliseconds, in some scripts tens of them: after each, everything else has its turn. */
export async function yieldAfter(characters: number): Promise<void> {
  if (characters >= LONG_TEXT) await setImmediate();
}

/** What the scripts print, and how they end. */

/** @param {string} line */
export function say(line) {
  console.log(`• ${line}`);
}

/** A problem that the user can fix: shown as a sentence, without a stack. */
export class PlainError extends Error {
  name = 'PlainError';
}

/** Errors of the server's code whose messages are sentences for its owner. */
const PLAIN = new Set(['EnvError', 'MigrationError', 'CopyError']);

/**
 * Runs a script's work; a failure is printed and ends the process with code 1.
 *
 * @param {() => Promise<unknown>} work
 */
export async function runScript(work) {
  try {
    await work();
  } catch (error) {
    const plain = error instanceof PlainError || (error instanceof Error && PLAIN.has(error.name));
    console.error(`\n${plain ? error.message : (error?.stack ?? error)}\n`);
    process.exit(1);
  }
}

/** Called by Next once when the server starts, before the first request. */
export async function register(): Promise<void> {
  // Only what runs in Node may load the database and the engine: Next also bundles this file for other runtimes.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { boot, bootFailure } = await import('./lib/server/boot');
  try {
    await boot();
  } catch (error) {
    process.stderr.write(`\nThe server cannot start.\n${bootFailure(error)}\n`);
    // Next would go on and answer every request with an error.
    process.exit(1);
  }
}

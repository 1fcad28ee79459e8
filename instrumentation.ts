/** Next calls this once when the server starts, before the first request. */
export async function register(): Promise<void> {
  // Next bundles this file for other runtimes as well, and drops the branch under exactly this condition.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { bootOrExit } = await import('./lib/boot');
    await bootOrExit();
  }
}

/**
 * Calls every listener, also when one of them throws: a part of the page that is broken must not stop the others, nor the
 * run that tells them. What it threw is reported as any uncaught error is.
 */
export function callEach<Args extends readonly unknown[]>(
  listeners: Iterable<(...args: Args) => void>,
  ...args: Args
): void {
  for (const listener of [...listeners]) guarded(() => listener(...args));
}

/** The same for one call. */
export function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    // Seen where all uncaught errors are.
    reportError(error);
  }
}

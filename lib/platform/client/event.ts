/** Something that happens and leaves no state behind. What has a state is a store (browser-store.ts). */
export interface ClientEvent<Args extends readonly unknown[]> {
  emit(...args: Args): void;
  /** Returns a function that ends it. */
  listen(listener: (...args: Args) => unknown): () => void;
}

export function createEvent<Args extends readonly unknown[] = []>(): ClientEvent<Args> {
  const listeners = new Set<(...args: Args) => unknown>();
  return {
    emit(...args) {
      for (const listener of [...listeners]) guarded(() => listener(...args));
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Calls a listener. A part of the page that is broken must not stop the others, nor the run that calls them: what it
 * throws is reported as any uncaught error is.
 */
export function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    reportError(error);
  }
}

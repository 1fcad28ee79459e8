/** Something that happens and leaves no state behind. For state, use a store (browser-store.ts). */
export interface ClientEvent<Args extends readonly unknown[]> {
  emit(...args: Args): void;
  /** Returns a function that stops listening. */
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
 * Calls a listener. A broken part of the page must stop neither the others nor the run that calls them: its
 * error is reported like any uncaught one.
 */
export function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    reportError(error);
  }
}

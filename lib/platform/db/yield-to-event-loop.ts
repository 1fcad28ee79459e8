/** So long one turn of the event loop may be filled with statements. */
const MAX_TURN_MS = 5;

/**
 * Lets everything else have its turn between statements. SQLite answers within the call, so a loop of queries is one
 * chain of promises, and nothing would be read, sent or cancelled until its end: an export of a long history would stop
 * every other request.
 */
export function createYielder(): () => Promise<void> {
  let turn: { readonly begun: number; readonly over: Promise<void> } | null = null;
  return async () => {
    turn ??= {
      begun: performance.now(),
      over: new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        turn = null;
      }),
    };
    if (performance.now() - turn.begun > MAX_TURN_MS) await turn.over;
  };
}

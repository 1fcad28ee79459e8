/** How long statements may fill one turn of the event loop. */
const MAX_BUSY_MS = 5;

/**
 * Lets other work run between statements. SQLite answers within the call, so a loop of queries is one chain
 * of promises: until its end nothing would be read, sent or cancelled, and an export of a long history would
 * block every other request.
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
    if (performance.now() - turn.begun > MAX_BUSY_MS) await turn.over;
  };
}

/** How long statements may fill one turn of the event loop. */
const MAX_BUSY_MS = 5;

/**
 * Lets other work run between statements. SQLite answers within the call, so a loop of queries is one chain
 * of promises: until its end nothing would be read, sent or cancelled, and an export of a long history would
 * block every other request. So would two hundred requests that come at once: those that waited for a turn
 * share it, in the order in which they came.
 */
export function createYielder(): () => Promise<void> {
  let turn: { readonly begun: number; readonly over: Promise<void> } | null = null;
  const thisTurn = () => {
    turn ??= {
      begun: performance.now(),
      over: new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        turn = null;
      }),
    };
    return turn;
  };
  return async () => {
    for (let now = thisTurn(); performance.now() - now.begun > MAX_BUSY_MS; now = thisTurn()) await now.over;
  };
}

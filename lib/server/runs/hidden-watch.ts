import { perProcess } from '../per-process';

/**
 * A page that is out of sight holds no stream: a browser has six connections to a server over HTTP/1.1, and six hidden tabs
 * would use them up. It says now and then that it is still there, which counts as watching for this long: browsers let a
 * hidden page's timers go once a minute, and one of its calls may get lost.
 */
export const HIDDEN_WATCH_MS = 150_000;

const watches = perProcess('hidden-watches', () => new Map<string, () => void>());

/**
 * Watches for a hidden page, in the place of what an earlier call of this user began for the same run or comparison.
 * @param begin begins to watch and answers what ends it
 */
export function watchHidden(
  userId: string,
  id: string,
  begin: () => () => void,
  forMs = HIDDEN_WATCH_MS,
): void {
  const key = keyOf(userId, id);
  const before = watches.get(key);
  const leave = begin();
  const end = () => {
    clearTimeout(timer);
    if (watches.get(key) === end) watches.delete(key);
    leave();
  };
  const timer = setTimeout(end, forMs);
  timer.unref();
  watches.set(key, end);
  // Not sooner: in between nobody would watch.
  before?.();
}

/** The user looks again, over a stream. */
export function endHiddenWatch(userId: string, id: string): void {
  watches.get(keyOf(userId, id))?.();
}

/** A stranger who knows an id ends nothing. */
function keyOf(userId: string, id: string): string {
  return `${userId} ${id}`;
}

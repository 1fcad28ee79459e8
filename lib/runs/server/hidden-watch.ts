import { perProcess } from '@/lib/platform/server/per-process';

/**
 * A hidden page holds no stream: a browser has six connections to a server over HTTP/1.1, and six hidden tabs
 * would use them up. It regularly tells the server that it is still there, and each call counts as watching
 * for this long: browsers run a hidden page's timers once a minute, and a call may get lost.
 */
export const HIDDEN_WATCH_MS = 150_000;

/** Hidden pages of one user that count for one run or comparison; more would only cost memory. */
const MAX_PAGES = 8;

/**
 * The header in which a page identifies itself, so that another tab of the same user does not end its watch.
 */
export const PAGE_HEADER = 'x-page';

/** What a hidden page watches: a run or a comparison. */
export interface HiddenPage {
  readonly userId: string;
  /** Id of the run or the comparison. */
  readonly id: string;
  /** The page's own id; empty when it gives none. */
  readonly page: string;
}

/** By user and run or comparison; within that by page, the one with the oldest call first. */
const watches = perProcess('hidden-watches', () => new Map<string, Map<string, () => void>>());

/** The id that the page gave itself, cut to the length of a valid one. */
export function pageOf(request: Request): string {
  return (request.headers.get(PAGE_HEADER) ?? '').slice(0, 64);
}

/**
 * Watches for a hidden page; replaces the watch from an earlier call of this page for the same run or
 * comparison.
 * @param begin starts watching and returns a function that ends it; its argument is called once there is
 * nothing more to watch
 */
export function watchHidden(
  hidden: HiddenPage,
  begin: (end: () => void) => () => void,
  forMs = HIDDEN_WATCH_MS,
): void {
  const key = keyOf(hidden);
  const pages = watches.get(key) ?? new Map<string, () => void>();
  watches.set(key, pages);
  const before = pages.get(hidden.page);
  let leave = () => {};
  let isOver = false;
  const end = () => {
    isOver = true;
    // A running timer would keep the run in memory after everything else has released it.
    clearTimeout(timer);
    if (pages.get(hidden.page) === end) pages.delete(hidden.page);
    if (pages.size === 0 && watches.get(key) === pages) watches.delete(key);
    leave();
  };
  const timer = setTimeout(end, forMs);
  timer.unref();
  pages.delete(hidden.page);
  pages.set(hidden.page, end);
  leave = begin(end);
  // It may have ended while `begin` was being called, when there was no `leave` yet.
  if (isOver) leave();
  // Not earlier: in between nobody would be watching.
  before?.();
  const [oldest] = pages.values();
  if (pages.size > MAX_PAGES) oldest?.();
}

/** The page is visible again and follows a stream. Other pages of the same user keep their watches. */
export function endHiddenWatch(hidden: HiddenPage): void {
  watches.get(keyOf(hidden))?.get(hidden.page)?.();
}

/** Includes the user, so that another tenant who knows an id can end nothing. */
function keyOf({ userId, id }: HiddenPage): string {
  return `${userId} ${id}`;
}

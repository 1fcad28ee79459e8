import { perProcess } from '@/lib/platform/server/per-process';

/**
 * A page that is out of sight holds no stream: a browser has six connections to a server over HTTP/1.1, and six hidden tabs
 * would use them up. It says now and then that it is still there, which counts as watching for this long: browsers let a
 * hidden page's timers go once a minute, and one of its calls may get lost.
 */
export const HIDDEN_WATCH_MS = 150_000;

/** Hidden pages of one user that count for one run or comparison; more would only cost memory. */
const MAX_PAGES = 8;

/** The header with which a page names itself, so that another tab of the same user does not end its watch. */
export const PAGE_HEADER = 'x-page';

/** What a hidden page watches: a run or a comparison. */
export interface HiddenPage {
  readonly userId: string;
  /** Of the run or the comparison. */
  readonly id: string;
  /** The page's own name; empty for one that gives none. */
  readonly page: string;
}

/** By user and run or comparison; inside by page, the one that was heard longest ago first. */
const watches = perProcess('hidden-watches', () => new Map<string, Map<string, () => void>>());

/** The name that the page gave itself, cut to what an honest one sends. */
export function pageOf(request: Request): string {
  return (request.headers.get(PAGE_HEADER) ?? '').slice(0, 64);
}

/**
 * Watches for a hidden page, in the place of what an earlier call of this page began for the same run or comparison.
 * @param begin begins to watch and answers what ends it; it is given what to call once there is nothing more to watch
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
    // A timer left running would keep the run in memory after all else has forgotten it.
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
  // It may have ended while `begin` was being called: there was no `leave` yet.
  if (isOver) leave();
  // Not sooner: in between nobody would watch.
  before?.();
  const [oldest] = pages.values();
  if (pages.size > MAX_PAGES) oldest?.();
}

/** The page is seen again and follows by a stream. Other pages of the same user keep their watches. */
export function endHiddenWatch(hidden: HiddenPage): void {
  watches.get(keyOf(hidden))?.get(hidden.page)?.();
}

/** A stranger who knows an id ends nothing. */
function keyOf({ userId, id }: HiddenPage): string {
  return `${userId} ${id}`;
}

/**
 * Keeps a scroller at its end while text comes in, and lets go when the reader scrolls up. Reaching the end again
 * takes hold again.
 */
export interface FollowEnd {
  readonly following: boolean;
  /** Call after every append. */
  grew(): void;
  /** To the end, and follow from there. */
  jump(): void;
  detach(): void;
}

/** Within this many pixels of the end counts as at the end. */
const NEAR_PX = 8;
const UPWARD_KEYS = new Set(['ArrowUp', 'PageUp', 'Home']);

/**
 * @param following whether it holds on from the start
 * @param changed called when it takes hold or lets go
 */
export function followEnd(
  scroller: HTMLElement,
  following: boolean,
  changed: (following: boolean) => void,
): FollowEnd {
  let lastTop = scroller.scrollTop;
  let lastTouch = 0;

  function set(next: boolean): void {
    if (next === following) return;
    following = next;
    changed(next);
  }

  function letGo(): void {
    // Where nothing is above, there is nothing to hold on to either.
    if (scroller.scrollTop > 0) set(false);
  }

  // The wish to go up counts, not only the way made: at sixty appends a second the first few pixels of a smooth
  // scroll would be undone before they add up to anything.
  const onWheel = (event: WheelEvent) => {
    if (event.deltaY < 0) letGo();
  };
  const onTouchStart = (event: TouchEvent) => {
    lastTouch = event.touches[0]?.clientY ?? 0;
  };
  const onTouchMove = (event: TouchEvent) => {
    const touch = event.touches[0]?.clientY ?? 0;
    if (touch > lastTouch + 2) letGo();
    lastTouch = touch;
  };
  const onKey = (event: KeyboardEvent) => {
    if (UPWARD_KEYS.has(event.key)) letGo();
  };
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    // Text that grows leaves the end behind without a move: only a move says what the reader wants.
    // Blocks that come into sight may turn out smaller than guessed, which moves the place up, but not off the end.
    const atEnd = scrollHeight - scrollTop - clientHeight <= NEAR_PX;
    if (scrollTop < lastTop - 1 && !atEnd) set(false);
    else if (scrollTop > lastTop && atEnd) set(true);
    lastTop = scrollTop;
  };

  function toEnd(): void {
    // Past the end on purpose: asking for the height first would cost a layout of its own.
    scroller.scrollTop = 1e9;
    lastTop = scroller.scrollTop;
  }

  const listening = new AbortController();
  const passive = { passive: true, signal: listening.signal };
  scroller.addEventListener('scroll', onScroll, passive);
  scroller.addEventListener('wheel', onWheel, passive);
  scroller.addEventListener('touchstart', onTouchStart, passive);
  scroller.addEventListener('touchmove', onTouchMove, passive);
  scroller.addEventListener('keydown', onKey, passive);
  // A pane that becomes smaller keeps the last line in sight.
  const resize = new ResizeObserver(() => {
    if (following) toEnd();
  });
  resize.observe(scroller);

  return {
    get following() {
      return following;
    },
    grew() {
      if (following) toEnd();
    },
    jump() {
      set(true);
      toEnd();
    },
    detach() {
      listening.abort();
      resize.disconnect();
    },
  };
}

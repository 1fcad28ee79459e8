/**
 * Keeps a scroller at its end while text arrives. Scrolling up lets go, and reaching the end again resumes.
 */
export interface FollowEnd {
  readonly following: boolean;
  /** Call after every append. */
  grew(): void;
  /** Scrolls to the end and follows from there. */
  jump(): void;
  detach(): void;
}

/** Within this many pixels of the end counts as at the end. */
const NEAR_PX = 8;
const UPWARD_KEYS = new Set(['ArrowUp', 'PageUp', 'Home']);

/**
 * @param following whether it follows from the start
 * @param changed called when it starts or stops following
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
    // With nothing above, there is nothing to scroll up to.
    if (scroller.scrollTop > 0) set(false);
  }

  // The wheel event itself counts, not only the distance: at sixty appends a second the first few pixels of a
  // smooth scroll would be undone before they add up to anything.
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
    // Growing text moves the end without a scroll, so only a scroll shows what the reader wants. Blocks that
    // become visible may be smaller than estimated, which scrolls up without leaving the end.
    const atEnd = scrollHeight - scrollTop - clientHeight <= NEAR_PX;
    if (scrollTop < lastTop - 1 && !atEnd) set(false);
    else if (scrollTop > lastTop && atEnd) set(true);
    lastTop = scrollTop;
  };

  function toEnd(): void {
    // Past the end on purpose: reading the height first would force an extra layout.
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
  // A pane that shrinks keeps its last line visible.
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

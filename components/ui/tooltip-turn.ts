/** Milliseconds of hover before a tooltip shows; none when another one was just there. */
const DELAY = 400;
const NEIGHBOUR = 300;
/** Time for the pointer to move from the element onto the tooltip. */
const GRACE = 120;

export interface TooltipTurn {
  /** Shows after the delay. */
  readonly wait: (show: () => void) => void;
  /** Shows at once. */
  readonly show: (show: () => void) => void;
  /** The pointer came back, or onto the tooltip. */
  readonly stay: () => void;
  /** The pointer went away. */
  readonly leave: () => void;
  /** Hides at once. */
  readonly cancel: () => void;
  /** It was its turn, and nobody asked for it: nothing has been seen. */
  readonly refuse: () => void;
}

/** One tooltip at a time on the whole page: the next one hides the one before. */
let current: { hide: () => void } | null = null;
let hiddenAt = Number.NEGATIVE_INFINITY;

export function tooltipTurn(hide: () => void): TooltipTurn {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mine = { hide };

  const end = () => {
    clearTimeout(timer);
    if (current !== mine) return;
    current = null;
    hiddenAt = performance.now();
    hide();
  };
  const begin = (show: () => void) => {
    clearTimeout(timer);
    if (current !== mine) current?.hide();
    current = mine;
    show();
  };

  return {
    wait: (show) => {
      clearTimeout(timer);
      const soon = current !== null || performance.now() - hiddenAt < NEIGHBOUR;
      timer = setTimeout(() => begin(show), soon ? 0 : DELAY);
    },
    show: begin,
    stay: () => clearTimeout(timer),
    leave: () => {
      clearTimeout(timer);
      if (current === mine) timer = setTimeout(end, GRACE);
    },
    cancel: end,
    refuse: () => {
      const before = hiddenAt;
      end();
      // The next one is no neighbour of one that was there.
      hiddenAt = before;
    },
  };
}

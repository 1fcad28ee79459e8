/** Milliseconds between two looks at what is held. */
const LOOK = 500;

export interface ToastTimers {
  /** @param ms time for which it is shown while nobody holds it; a second start begins anew */
  start(id: string | number, ms: number): void;
  stop(id: string | number): void;
}

/**
 * Ends toasts after their time. It stands still while they are held, whatever has been reported of pointer and focus: a
 * toast that comes or goes under a pointer gets no event of it. For one that lies under another it has not begun.
 * @param isSeen whether nothing lies over this toast
 */
export function toastTimers(
  isHeld: () => boolean,
  isSeen: (id: string | number) => boolean,
  end: (id: string | number) => void,
): ToastTimers {
  const left = new Map<string | number, number>();
  let looking: ReturnType<typeof setInterval> | undefined;
  const stop = (id: string | number) => {
    left.delete(id);
    if (left.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  };
  const look = () => {
    if (isHeld()) return;
    for (const [id, ms] of [...left]) {
      if (!isSeen(id)) continue;
      if (ms > LOOK) left.set(id, ms - LOOK);
      else {
        stop(id);
        end(id);
      }
    }
  };
  return {
    start(id, ms) {
      left.set(id, ms);
      looking ??= setInterval(look, LOOK);
    },
    stop,
  };
}

/** Milliseconds between two looks at what is held. */
const LOOK = 500;
/** For as long a toast may wait to be seen, in milliseconds: an Undo of something older may no longer work. */
const MAX_WAIT = 50_000;

export interface ToastTimers {
  /** @param ms time for which it is shown while nobody holds it; a second start begins anew */
  start(id: string | number, ms: number): void;
  stop(id: string | number): void;
}

/**
 * Ends toasts after their time. It stands still while they are held, whatever has been reported of pointer and focus: a
 * toast that comes or goes under a pointer gets no event of it. So it does for one that lies under another, up to a limit.
 * @param isSeen whether nothing lies over this toast
 */
export function toastTimers(
  isHeld: () => boolean,
  isSeen: (id: string | number) => boolean,
  end: (id: string | number) => void,
): ToastTimers {
  const left = new Map<string | number, { readonly seen: number; readonly all: number }>();
  let looking: ReturnType<typeof setInterval> | undefined;
  const stop = (id: string | number) => {
    left.delete(id);
    if (left.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  };
  const look = () => {
    if (isHeld()) return;
    for (const [id, { seen, all }] of [...left]) {
      const now = { seen: isSeen(id) ? seen - LOOK : seen, all: all - LOOK };
      if (now.seen > 0 && now.all > 0) left.set(id, now);
      else {
        stop(id);
        end(id);
      }
    }
  };
  return {
    start(id, ms) {
      left.set(id, { seen: ms, all: Math.max(ms, MAX_WAIT) });
      looking ??= setInterval(look, LOOK);
    },
    stop,
  };
}

import { REACTION_MS } from './press-guard';

/** A press and where it was; `control` is null on what cannot be pressed. */
export interface Press<Control> {
  readonly control: Control | null;
  readonly x: number;
  readonly y: number;
  /** A mouse: the browser itself counts the clicks in one place. */
  readonly isMouse: boolean;
}

/** A hand that presses twice moves less. */
const SAME_PLACE_PX = 8;

/**
 * Tells the second half of a double press from a press that is meant: where a press replaces a control by another one,
 * the second half hits that one, which nobody can have seen. A control that stays is pressed as often as one likes.
 *
 * @param now milliseconds of any clock that only goes forward
 */
export function createSecondPress<Control>(now: () => number) {
  let before: (Press<Control> & { readonly at: number }) | null = null;
  let current: Press<Control> | null = null;
  return {
    /** A pointer goes down. */
    down(press: Press<Control>): void {
      current = press;
    },
    /**
     * It has been released. Returns whether the press is to be ignored.
     * @param clicks how many quick clicks in one place this one ends (`event.detail`)
     */
    isSecondHalf(clicks: number): boolean {
      const press = current;
      current = null;
      // By the keyboard, or by a script.
      if (press === null) return false;
      const last = before;
      before = { ...press, at: now() };
      if (last === null || press.control === null || press.control === last.control) return false;
      if (Math.hypot(press.x - last.x, press.y - last.y) > SAME_PLACE_PX) return false;
      return press.isMouse ? clicks > 1 : now() - last.at < REACTION_MS;
    },
  };
}

const CONTROLS =
  'a[href], button, input, label, select, summary, textarea, [role="button"], [role="gridcell"], [role="menuitem"], [role="option"], [role="treeitem"]';

/** For all of a page, from now on. Returns a function that ends it. */
export function ignoreSecondPresses(): () => void {
  const presses = createSecondPress<Element>(() => performance.now());
  const onDown = ({ target, clientX, clientY, pointerType }: PointerEvent) =>
    presses.down({
      control: target instanceof Element ? target.closest(CONTROLS) : null,
      x: clientX,
      y: clientY,
      isMouse: pointerType === 'mouse',
    });
  const onClick = (event: MouseEvent) => {
    if (!event.isTrusted || !presses.isSecondHalf(event.detail)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('pointerdown', onDown, true);
  document.addEventListener('click', onClick, true);
  return () => {
    document.removeEventListener('pointerdown', onDown, true);
    document.removeEventListener('click', onClick, true);
  };
}

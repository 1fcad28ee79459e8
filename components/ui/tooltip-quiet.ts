const ASKS = /^(Tab|Arrow|Home|End|Page)/;
const PRESSES = /^(Enter|Escape|.)$/u;

/**
 * Whether what happens on the page now asks for no tooltip: after a press, as long as the pointer rests where it was
 * pressed and the focus moves without a key of its own. What opens, closes or moves under the pointer, and what gets the
 * focus back, then shows none.
 */
export function watchQuiet(page: EventTarget): () => boolean {
  let isQuiet = false;
  let x: number | undefined;
  let y: number | undefined;
  const listen = <Name extends keyof WindowEventMap>(
    name: Name,
    act: (event: WindowEventMap[Name]) => void,
  ) =>
    page.addEventListener(name, (event) => act(event as WindowEventMap[Name]), {
      capture: true,
      passive: true,
    });
  listen('pointerdown', (event) => {
    isQuiet = true;
    ({ clientX: x, clientY: y } = event);
  });
  listen('pointermove', (event) => {
    // Browsers report one as well when only the page has moved.
    if (event.clientX === x && event.clientY === y) return;
    isQuiet = false;
    ({ clientX: x, clientY: y } = event);
  });
  listen('keydown', ({ key }) => {
    if (ASKS.test(key)) isQuiet = false;
    else if (isPressKey(key)) isQuiet = true;
  });
  return () => isQuiet;
}

/**
 * Calls once the pointer moves on an element that showed no tooltip because nobody had asked for one: now somebody does.
 * Until the pointer leaves it, or presses.
 * @param isUnasked whether it still shows none
 */
export function whenAskedAgain(element: EventTarget, isUnasked: () => boolean, ask: () => void): void {
  const listening = new AbortController();
  const { signal } = listening;
  const stop = () => listening.abort();
  const onMove = (event: Event) => {
    if ((event as PointerEvent).pointerType === 'touch' || isUnasked()) return;
    stop();
    ask();
  };
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerleave', stop, { signal });
  element.addEventListener('pointerdown', stop, { signal });
}

/** A key that presses, closes or writes. */
export function isPressKey(key: string): boolean {
  return PRESSES.test(key);
}

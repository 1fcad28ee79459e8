/**
 * Hides the keys of an input method from everything on the page: Enter, Escape and the arrows choose among
 * its candidates, and must not commit, close or run anything. Safari ends the composition before the event of
 * the key that ended it, so `isComposing` is already false; only the key code 229 still identifies it.
 *
 * Call it before anything else listens at the window. What the key types is not affected.
 */
export function holdComposingKeys(window: EventTarget): void {
  window.addEventListener('keydown', hold, { capture: true });
}

function hold(event: Event): void {
  const { isComposing, keyCode } = event as KeyboardEvent;
  if (isComposing || keyCode === COMPOSING) event.stopImmediatePropagation();
}

const COMPOSING = 229;

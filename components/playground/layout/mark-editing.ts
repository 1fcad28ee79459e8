/**
 * Keeps `data-editing` on an element while a text area inside it has the focus. Returns a function that ends
 * that.
 *
 * `:focus` alone would move the panes at the press that takes the focus away, and the pressed button from
 * under the pointer: its click would be lost. So the mark stays until the press is over.
 */
export function markEditing(element: HTMLElement): () => void {
  const listeners = new AbortController();
  let isPressed = false;
  const isEdited = () =>
    document.activeElement?.matches('textarea') && element.contains(document.activeElement);
  // After the click, which comes after the pointer is up and, on a touch screen, after the blur.
  const update = () =>
    setTimeout(() => isPressed || element.toggleAttribute('data-editing', Boolean(isEdited())));
  const release = () => {
    isPressed = false;
    update();
  };
  const { signal } = listeners;
  element.addEventListener('focusin', update, { signal });
  element.addEventListener('focusout', update, { signal });
  addEventListener('pointerdown', () => (isPressed = true), { capture: true, signal });
  // A native menu swallows the end of a press; a key means that none is going on.
  for (const end of ['pointerup', 'pointercancel', 'contextmenu', 'keydown'])
    addEventListener(end, release, { capture: true, signal });
  update();
  return () => listeners.abort();
}

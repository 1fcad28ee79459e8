export interface EarlyPresses {
  /** The last press: a pointer's way down, if it was one, and the click. Empty again after a press that the page took. */
  press: Event[];
  readonly fields: ReadonlySet<HTMLInputElement>;
  /** The page takes presses now. */
  readonly begin: () => void;
  /** Nothing is taken down any more. */
  readonly stop: () => void;
}

/** Does what was pressed, and tells what was written, before the page could take it. */
export function doEarlyPresses({ press, fields, stop }: EarlyPresses): void {
  stop();
  for (const field of fields) tellField(field);
  const click = press.find(({ type }) => type === 'click');
  const pressed = click?.target instanceof Element ? click.target.closest('button') : null;
  // Links and boxes work without a script.
  if (!pressed?.isConnected || pressed.disabled) return;
  // Menus open at the pointer's way down.
  for (const event of press) {
    const again =
      event instanceof PointerEvent && event.type === 'pointerdown'
        ? new PointerEvent('pointerdown', { ...AS_PRESSED, pointerType: event.pointerType })
        : new MouseEvent('click', AS_PRESSED);
    pressed.dispatchEvent(again);
  }
}

const AS_PRESSED = { bubbles: true, cancelable: true, composed: true, button: 0 };

/** React takes what a field holds when the page begins to work for what it has put there itself. */
function tellField(field: HTMLInputElement): void {
  // The others keep no text, and a file cannot be written.
  if (!field.isConnected || ['checkbox', 'radio', 'file', 'range'].includes(field.type)) return;
  const { value } = field;
  field.value = '';
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

import { commonEnd, commonStart } from '@/lib/protocol/text/common-ends';

/**
 * Changes a text field's content to `next` as if it had been typed: it touches only the part that differs,
 * the browser's own undo (⌘Z) reverts it, and it fires `input`.
 *
 * `execCommand` is the only way to write into a field that preserves its undo history, and every browser has
 * it. It needs the focus, which is given back afterwards. The text is set directly where the focus would open
 * an on-screen keyboard, where most of a long text changes, or where many lines are inserted.
 */
export function replaceText(field: HTMLTextAreaElement, next: string): void {
  const { value } = field;
  if (value === next) return;
  const start = commonStart(value, next);
  const end = commonEnd(value, next, start);
  const removed = value.length - end - start;
  const inserted = next.slice(start, next.length - end);
  const exchanged = removed + inserted.length > LONG_EXCHANGE || lineBreaks(inserted) > MANY_LINES;
  const focused = document.activeElement;
  if (exchanged || (focused !== field && matchMedia('(pointer: coarse)').matches)) {
    field.value = next;
    // What has come at the end, as with a branch, is what one wants to see.
    if (start > 0 && inserted !== '' && end === 0) field.scrollTop = field.scrollHeight;
    return;
  }
  const { scrollTop } = field;
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, start + removed);
  const done =
    inserted === '' ? document.execCommand('delete') : document.execCommand('insertText', false, inserted);
  if (!done || field.value !== next) field.value = next;
  if (focused instanceof HTMLElement && focused !== field) {
    focused.focus({ preventScroll: true });
    field.scrollTop = inserted === '' ? scrollTop : field.scrollHeight;
  }
}

/** Beyond this many characters `execCommand` takes longer than a frame. */
const LONG_EXCHANGE = 50_000;
/** Chromium's `insertText` takes quadratic time in the number of lines (1,000: seconds), unlike a paste. */
const MANY_LINES = 100;

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

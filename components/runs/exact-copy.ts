import type { TextView } from './text-view';

/**
 * Copies a selection as exactly its text. By default the browser would add line ends where one block meets
 * the next. Returns a function that stops this.
 */
export function copyExactly(container: HTMLElement, view: TextView, text: () => string): () => void {
  const onCopy = (event: ClipboardEvent) => {
    const selection = getSelection();
    if (!selection || selection.rangeCount === 0 || !event.clipboardData) return;
    const range = selection.getRangeAt(0);
    const start = view.offsetOf(range.startContainer, range.startOffset);
    const end = view.offsetOf(range.endContainer, range.endOffset);
    // A selection that extends beyond this text is left to the browser.
    if (start === null || end === null || start === end) return;
    event.clipboardData.setData('text/plain', text().slice(start, end));
    event.preventDefault();
  };
  container.addEventListener('copy', onCopy);
  return () => container.removeEventListener('copy', onCopy);
}

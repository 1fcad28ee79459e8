import type { TextView } from './text-view';

/**
 * What is selected is copied as the text that it is. Left alone, the browser would add line ends of its own where
 * one block meets the next. Returns a function that ends it.
 */
export function copyExactly(container: HTMLElement, view: TextView, text: () => string): () => void {
  const onCopy = (event: ClipboardEvent) => {
    const selection = getSelection();
    if (!selection || selection.rangeCount === 0 || !event.clipboardData) return;
    const range = selection.getRangeAt(0);
    const start = view.offsetOf(range.startContainer, range.startOffset);
    const end = view.offsetOf(range.endContainer, range.endOffset);
    // A selection that reaches beyond this text is the browser's own business.
    if (start === null || end === null || start === end) return;
    event.clipboardData.setData('text/plain', text().slice(start, end));
    event.preventDefault();
  };
  container.addEventListener('copy', onCopy);
  return () => container.removeEventListener('copy', onCopy);
}

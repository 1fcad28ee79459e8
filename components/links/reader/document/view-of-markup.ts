import type { DrawnView, TextChunk } from '@/components/runs/text-view';

/** A text that the server has drawn, as it stays: elements without gaps between them, each with one text node. */
export function viewOfMarkup(container: HTMLElement): DrawnView {
  const chunks: { readonly node: Text; readonly start: number }[] = [];
  const starts = new Map<Node, number>();
  let length = 0;
  for (const element of container.children) {
    const node = element.firstChild;
    starts.set(element, length);
    if (!(node instanceof Text)) continue;
    chunks.push({ node, start: length });
    starts.set(node, length);
    length += node.length;
  }

  /** The last chunk that begins at the offset or before it. */
  function indexAt(offset: number): number {
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((chunks[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    length,
    offsetOf(node, offset) {
      if (node === container) {
        const child = container.children[offset];
        return child ? (starts.get(child) ?? null) : length;
      }
      const start = starts.get(node);
      if (start === undefined) return null;
      if (node instanceof Text) return start + offset;
      return offset === 0 ? start : start + (node.textContent?.length ?? 0);
    },
    chunksOf(start, end) {
      const found: TextChunk[] = [];
      for (let at = indexAt(start); at < chunks.length; at += 1) {
        const chunk = chunks[at];
        if (!chunk || chunk.start >= end) break;
        const from = Math.max(0, start - chunk.start);
        const to = Math.min(chunk.node.length, end - chunk.start);
        if (to > from) found.push({ node: chunk.node, start: from, end: to });
      }
      return found;
    },
  };
}

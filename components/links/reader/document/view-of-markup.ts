import { chunksBetween, type DrawnView } from '@/components/runs/text-view';

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
    chunksOf: (start, end) => chunksBetween(chunks, start, end),
  };
}

/**
 * Draws growing text outside of React: one DOM append per frame, into small text nodes inside blocks that are
 * cut at line ends. While text arrives, the browser shapes and paints only the last node, lays out only the
 * last block, and skips blocks out of view.
 */

/** A text node, and its block, ends at the first line end past this many UTF-16 units. */
const NODE_LENGTH = 2_000;
/** In a long line, a node ends at a space instead; the line continues in the next node of the block. */
const NODE_LENGTH_IN_LINE = 4_000;
/** The line width in characters assumed until the browser has laid the block out. */
const GUESSED_COLUMNS = 90;
const LINE_HEIGHT_PX = 22.4;

interface Chunk {
  readonly node: Text;
  readonly start: number;
}

interface Block {
  readonly element: HTMLElement;
  readonly start: number;
}

/** A range of one text node. */
export interface TextChunk {
  readonly node: Text;
  readonly start: number;
  readonly end: number;
}

/** A text that is drawn on the page. */
export interface DrawnView {
  /** UTF-16 units shown. */
  readonly length: number;
  /** The offset in the whole text of a DOM point; null when it is outside of this text. */
  offsetOf(node: Node, offset: number): number | null;
  /** The DOM ranges of a stretch of the text, in order; several when it crosses nodes. */
  chunksOf(start: number, end: number): TextChunk[];
}

/** The same, drawn here. */
export interface TextView extends DrawnView {
  append(text: string): void;
  replace(text: string): void;
}

/** Draws into `container`, which is emptied first. Its children are the blocks. */
export function createTextView(container: HTMLElement): TextView {
  let blocks: Block[] = [];
  let chunks: Chunk[] = [];
  let length = 0;
  let startOf = new WeakMap<Node, number>();
  container.replaceChildren();

  function addBlock(): HTMLElement {
    const last = blocks.at(-1);
    if (last) close(last);
    const element = document.createElement('div');
    blocks.push({ element, start: length });
    startOf.set(element, length);
    container.append(element);
    return element;
  }

  /** The block never changes from now on, so the browser may skip it while it is out of view. */
  function close({ element }: Block): void {
    let rows = 0;
    for (const line of (element.textContent ?? '').split('\n')) {
      rows += Math.max(1, Math.ceil(line.length / GUESSED_COLUMNS));
    }
    element.style.containIntrinsicBlockSize = `auto ${Math.round((rows - 1) * LINE_HEIGHT_PX)}px`;
    element.style.contentVisibility = 'auto';
  }

  function addNode(text: string): void {
    const last = chunks.at(-1);
    const sameLine = last !== undefined && !last.node.data.endsWith('\n');
    const block = (sameLine && blocks.at(-1)?.element) || addBlock();
    const node = document.createTextNode(text);
    chunks.push({ node, start: length });
    startOf.set(node, length);
    block.append(node);
    length += text.length;
  }

  function append(text: string): void {
    let at = 0;
    while (at < text.length) {
      const last = chunks.at(-1)?.node;
      const held = last && !isFull(last.data) ? last.length : 0;
      const end = cutAfter(text, at, held);
      const part = text.slice(at, end);
      if (last && held > 0) {
        last.appendData(part);
        length += part.length;
      } else {
        addNode(part);
      }
      at = end;
    }
  }

  return {
    get length() {
      return length;
    },
    append,
    replace(text) {
      container.replaceChildren();
      blocks = [];
      chunks = [];
      startOf = new WeakMap();
      length = 0;
      append(text);
    },
    offsetOf(node, offset) {
      if (node === container) return blocks[offset]?.start ?? length;
      const start = startOf.get(node);
      if (start === undefined) return null;
      if (node instanceof Text) return start + offset;
      // In a block the offset counts its nodes.
      const child = node.childNodes[offset];
      if (child) return startOf.get(child) ?? start;
      return start + (node.textContent?.length ?? 0);
    },
    chunksOf: (start, end) => chunksBetween(chunks, start, end),
  };
}

/** The parts of text nodes between two offsets. `chunks`: the nodes, in order. */
export function chunksBetween(
  chunks: readonly { readonly node: Text; readonly start: number }[],
  start: number,
  end: number,
): TextChunk[] {
  const found: TextChunk[] = [];
  for (let at = lastFrom(chunks, start); at < chunks.length; at += 1) {
    const chunk = chunks[at];
    if (!chunk || chunk.start >= end) break;
    const from = Math.max(0, start - chunk.start);
    const to = Math.min(chunk.node.length, end - chunk.start);
    if (to > from) found.push({ node: chunk.node, start: from, end: to });
  }
  return found;
}

/** The last chunk that starts at or before the offset. */
function lastFrom(chunks: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isFull(data: string): boolean {
  if (data.length < NODE_LENGTH) return false;
  return data.endsWith('\n') || (data.length >= NODE_LENGTH_IN_LINE && data.endsWith(' '));
}

const LINE_END_OR_SPACE = /[ \n]/g;

/**
 * How much of the text from `at` goes into a node that already holds `held` units: up to the first line end
 * past the node length, in a long line up to a space, or all of it.
 */
function cutAfter(text: string, at: number, held: number): number {
  const space = at + Math.max(0, NODE_LENGTH - held - 1);
  if (space >= text.length) return text.length;
  const far = at + Math.max(0, NODE_LENGTH_IN_LINE - held - 1);
  // Searches only nearby: otherwise each node would scan the remainder of a long line again.
  const lineEnd = text.slice(space, far + 1).indexOf('\n');
  if (lineEnd !== -1) return space + lineEnd + 1;
  LINE_END_OR_SPACE.lastIndex = far;
  return LINE_END_OR_SPACE.test(text) ? LINE_END_OR_SPACE.lastIndex : text.length;
}

/**
 * Draws growing text without React: one DOM append a frame, into blocks that are cut at line ends. The browser lays
 * out only the last block again while text comes in, and skips the blocks that are out of sight.
 */

/** A block is closed at the first line end past this many UTF-16 units. */
const BLOCK_LENGTH = 8_000;
/** Width that a line is taken to have until the browser has laid the block out. */
const GUESSED_COLUMNS = 90;
const LINE_HEIGHT_PX = 22.4;

interface Block {
  readonly element: HTMLElement;
  readonly node: Text;
  readonly start: number;
}

/** A stretch of one text node. */
export interface TextPiece {
  readonly node: Text;
  readonly start: number;
  readonly end: number;
}

export interface TextView {
  /** UTF-16 units shown. */
  readonly length: number;
  append(text: string): void;
  replace(text: string): void;
  /** The offset in the whole text of a position in the DOM; null when it is not in this text. */
  offsetOf(node: Node, offset: number): number | null;
  /** Where a stretch of the text is in the DOM, in order; several pieces when it crosses blocks. */
  piecesOf(start: number, end: number): TextPiece[];
}

/** Draws into `container`, which is emptied first. */
export function createTextView(container: HTMLElement): TextView {
  let blocks: Block[] = [];
  let length = 0;
  const blockOfNode = new WeakMap<Node, Block>();
  container.replaceChildren();

  function addBlock(text: string): void {
    const element = document.createElement('div');
    const node = document.createTextNode(text);
    element.append(node);
    const block = { element, node, start: length };
    blocks.push(block);
    blockOfNode.set(node, block);
    blockOfNode.set(element, block);
    container.append(element);
  }

  /** From now on it never changes, so the browser may skip it while it is out of sight. */
  function close({ element, node }: Block): void {
    const lines = node.data.split('\n');
    let rows = 0;
    for (const line of lines) rows += Math.max(1, Math.ceil(line.length / GUESSED_COLUMNS));
    element.style.containIntrinsicBlockSize = `auto ${Math.round((rows - 1) * LINE_HEIGHT_PX)}px`;
    element.style.contentVisibility = 'auto';
  }

  function append(text: string): void {
    let rest = text;
    while (rest !== '') {
      const last = blocks.at(-1);
      const room = last ? BLOCK_LENGTH - last.node.length : 0;
      if (!last || (room <= 0 && last.node.data.endsWith('\n'))) {
        if (last) close(last);
        const piece = rest.slice(0, cutAfter(rest, BLOCK_LENGTH));
        addBlock(piece);
        length += piece.length;
        rest = rest.slice(piece.length);
        continue;
      }
      const piece = rest.slice(0, cutAfter(rest, room));
      last.node.appendData(piece);
      length += piece.length;
      rest = rest.slice(piece.length);
    }
  }

  /** The last block that starts at or before the offset. */
  function blockIndexAt(offset: number): number {
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((blocks[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    get length() {
      return length;
    },
    append,
    replace(text) {
      container.replaceChildren();
      blocks = [];
      length = 0;
      append(text);
    },
    offsetOf(node, offset) {
      const block = blockOfNode.get(node);
      if (block && blocks.includes(block)) {
        // In an element the offset counts its children, of which there is one.
        const within = node === block.node ? offset : offset === 0 ? 0 : block.node.length;
        return block.start + within;
      }
      if (node === container) return blocks[offset]?.start ?? length;
      return null;
    },
    piecesOf(start, end) {
      const pieces: TextPiece[] = [];
      for (let index = blockIndexAt(start); index < blocks.length; index += 1) {
        const block = blocks[index];
        if (!block || block.start >= end) break;
        const from = Math.max(0, start - block.start);
        const to = Math.min(block.node.length, end - block.start);
        if (to > from) pieces.push({ node: block.node, start: from, end: to });
      }
      return pieces;
    },
  };
}

/** Just past the first line end at or after `from`, or the whole length where there is none. */
function cutAfter(text: string, from: number): number {
  if (text.length <= from) return text.length;
  const lineEnd = text.indexOf('\n', Math.max(0, from - 1));
  return lineEnd === -1 ? text.length : lineEnd + 1;
}

import type { TokenIndex } from '@/lib/runs/client/token-index';
import type { DrawnView } from './text-view';

/**
 * Finds tokens by their place on the screen, and the reverse. There is no element per token to use instead.
 */
export interface TokenProbe {
  /** The token under a point in the window; −1 where there is none. */
  atPoint(x: number, y: number): number;
  /** The rectangle of a token in the window; of its first line when it wraps. Null when it shows nothing. */
  rectOf(token: number): DOMRect | null;
  /** The token above (−1) or below (1), nearest in its line; the same token at the edges. */
  lineAway(token: number, step: -1 | 1): number;
}

export function createTokenProbe(view: DrawnView, index: TokenIndex): TokenProbe {
  /** @param min the smallest width in pixels */
  function rects(token: number, min = Number.MIN_VALUE): DOMRect[] {
    const found: DOMRect[] = [];
    const range = document.createRange();
    for (const { node, start, end } of view.chunksOf(index.start(token), index.end(token))) {
      range.setStart(node, start);
      range.setEnd(node, end);
      for (const rect of range.getClientRects()) if (rect.width >= min) found.push(rect);
    }
    return found;
  }

  function contains(token: number, x: number, y: number): boolean {
    return rects(token).some(
      (rect) => x >= rect.left - 0.5 && x <= rect.right + 0.5 && y >= rect.top - 3 && y <= rect.bottom + 3,
    );
  }

  function atPoint(x: number, y: number): number {
    const caret = caretAt(x, y);
    const offset = caret && view.offsetOf(caret.node, caret.offset);
    if (offset === null || offset === undefined) return -1;
    // A caret stands between two characters: the point may be in the token before or after it.
    const first = index.firstAfter(offset - 1);
    for (let token = first; token < Math.min(first + 3, index.count); token += 1) {
      if (contains(token, x, y)) return token;
    }
    return -1;
  }

  function rectOf(token: number): DOMRect | null {
    // A line break has no width, but a place.
    return rects(token)[0] ?? rects(token, 0)[0] ?? null;
  }

  return {
    atPoint,
    rectOf,
    lineAway(token, step) {
      const rect = rectOf(token);
      if (!rect) return token;
      const x = rect.left + rect.width / 2;
      const lineHeight = Math.max(rect.height, 16);
      // Paragraphs have empty lines between them: looks a few lines further, and beside the end of a short
      // line.
      for (let lines = 1; lines <= 4; lines += 1) {
        const caret = caretAt(x, rect.top + rect.height / 2 + step * lines * lineHeight * 1.15);
        const offset = caret && view.offsetOf(caret.node, caret.offset);
        if (offset === null || offset === undefined) continue;
        const found = Math.min(index.firstAfter(Math.max(0, offset - 1)), index.count - 1);
        const other = rectOf(found);
        if (other && Math.sign(other.top - rect.top) === step && Math.abs(other.top - rect.top) > 4)
          return found;
      }
      return token;
    },
  };
}

/** The standard API, and WebKit's older one. */
function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const position = document.caretPositionFromPoint(x, y);
    return position && { node: position.offsetNode, offset: position.offset };
  }
  const { caretRangeFromPoint } = document as Document & {
    caretRangeFromPoint?: (x: number, y: number) => Range | null;
  };
  const range = caretRangeFromPoint?.call(document, x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

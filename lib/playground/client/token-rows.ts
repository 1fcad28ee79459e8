/*
 * A text as tokens is drawn in rows of one height, so that of a million tokens only those in view are on the page.
 */

/** Space around a token's text, in widths of a character. */
const PADDING = 2.5;

/** Rows of a text, which are found a few thousand tokens at a time. */
export interface TokenRows {
  /** The first token of each row. */
  readonly starts: readonly number[];
  /** Tokens whose row is known; the last row may go on. */
  readonly known: number;
  /** Finds the rows of the next tokens. */
  extend(tokens: number): void;
}

/**
 * Breaks tokens into rows: before one that does not fit, and after a line break.
 *
 * @param width of a row, in characters of the monospaced font
 */
export function createTokenRows(
  ids: ArrayLike<number>,
  labelAt: (index: number) => string,
  width: number,
): TokenRows {
  const starts: number[] = [];
  let known = 0;
  let used = Number.POSITIVE_INFINITY;
  return {
    starts,
    get known() {
      return known;
    },
    extend(tokens) {
      for (const until = Math.min(ids.length, known + tokens); known < until; known += 1) {
        const label = labelAt(known);
        const needed = Math.max(labelWidth(label), String(ids[known]).length) + PADDING;
        if (used + needed > width) {
          starts.push(known);
          used = 0;
        }
        used += needed;
        if (label.endsWith('↵')) used = Number.POSITIVE_INFINITY;
      }
    },
  };
}

/** Scripts that are wider than the font's Latin letters are counted generously. */
function labelWidth(label: string): number {
  let width = 0;
  for (let at = 0; at < label.length; at += 1) {
    const unit = label.charCodeAt(at);
    width += unit < 0x250 ? 1 : unit < 0x1100 || (unit >= 0x2000 && unit < 0x2e80) ? 1.2 : 2;
  }
  return width;
}

export interface RowsInView {
  readonly first: number;
  /** The one after the last. */
  readonly end: number;
}

/** Rows drawn before and after those in view. */
const SPARE = 6;

/** Which rows to draw; lengths in pixels. */
export function rowsInView(rows: number, rowHeight: number, scrollTop: number, height: number): RowsInView {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - SPARE);
  return {
    first: Math.min(first, rows),
    end: Math.min(rows, Math.ceil((scrollTop + height) / rowHeight) + SPARE),
  };
}

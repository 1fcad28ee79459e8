/** The context length of the model: its n-grams are of orders 1 to 9, with contexts of up to 8 symbols. */
export const CONTEXT_LENGTH = 8;

/** Symbols of a line's beginning that come first in the next line's context. */
const HEAD_LENGTH = 3;

/**
 * The context at the end of a growing text, nearest symbol first. Within a line that is simply what was
 * written last. After a line break, the head of the previous line comes first (its indentation, number, dash
 * or speaker), and its end only after that: so a body follows a `for`, item 3 follows item 2, and an answer
 * follows a question, however long the lines are.
 */
export interface ContextWindow {
  push(symbol: number): void;
  context(): readonly number[];
  clone(): ContextWindow;
}

/** Symbols that a window treats specially. */
export interface ContextMarks {
  /** Symbols that end a line; the beginning of the text is one of them. */
  readonly lineBreaks: ReadonlySet<number>;
  readonly quotes: ReadonlySet<number>;
  /** What end-of-sentence marks become within quotation marks: only there may a quotation be closed. */
  readonly quoted: ReadonlyMap<number, number>;
}

export function createContextWindow(marks: ContextMarks, from?: WindowState): ContextWindow {
  const state: WindowState = from ?? { head: [], recent: [], lineLength: 0, above: [], inQuotes: false };
  return {
    push: (plain) => {
      if (marks.quotes.has(plain)) state.inQuotes = !state.inQuotes;
      const symbol = (state.inQuotes ? marks.quoted.get(plain) : undefined) ?? plain;
      if (marks.lineBreaks.has(symbol)) {
        state.inQuotes = false;
        const head = state.head;
        // The end of the line without what the head already contains; `recent` is nearest first.
        const remaining = state.recent.slice(0, Math.max(0, state.lineLength - head.length));
        state.above = [symbol, ...head, ...remaining, ...state.above].slice(0, CONTEXT_LENGTH);
        state.head = [];
        state.recent = [];
        state.lineLength = 0;
        return;
      }
      if (state.head.length < HEAD_LENGTH) state.head = [...state.head, symbol];
      state.recent = [symbol, ...state.recent.slice(0, CONTEXT_LENGTH - 1)];
      state.lineLength += 1;
    },
    context: () => [...state.recent, ...state.above].slice(0, CONTEXT_LENGTH),
    clone: () => createContextWindow(marks, { ...state }),
  };
}

/** Its arrays are replaced, never changed, so that copies may share them. */
interface WindowState {
  head: readonly number[];
  recent: readonly number[];
  lineLength: number;
  above: readonly number[];
  inQuotes: boolean;
}

import { CONTEXT_LENGTH, createContextWindow } from './context-window';
import { CORPUS, STYLES } from './corpus/documents';
import type { TrainingRow } from './ngram-index';
import type { Symbols } from './symbols';
import { END_OF_TEXT, encode } from './tokenizer';

/** The corpus in the form that the model learns from. */
export interface Training {
  /** Left to right, with the contexts of a `ContextWindow`. */
  readonly forwards: TrainingRow;
  /** Right to left, with plain contexts: what comes before, given what follows. */
  readonly backwards: () => TrainingRow;
  /** Symbols in order, end of text between the documents; aligned with the units. */
  readonly symbols: Int32Array;
  readonly units: Uint16Array;
  /** Style of each unit. */
  readonly unitStyles: readonly number[];
}

export function buildTraining(symbols: Symbols): Training {
  const tokens: number[] = [END_OF_TEXT];
  const units: number[] = [0];
  const unitStyles: number[] = [];
  for (const { style, text } of CORPUS) {
    const parts = STYLES[style]?.paragraphs ? text.split(/(?<=\n\n)/) : [text];
    for (const [part, partText] of parts.entries()) {
      const unit = unitStyles.push(style) - 1;
      const ids = encode(partText);
      if (part === parts.length - 1) ids.push(END_OF_TEXT);
      for (const id of ids) {
        tokens.push(id);
        units.push(unit);
      }
    }
  }
  const symbolRow = Int32Array.from(tokens, (id) => symbols.ofToken[id] ?? id);
  const unitRow = Uint16Array.from(units);
  // The first end-of-text token only opens the row: nothing precedes it.
  const forwards: TrainingRow = {
    tokens: Int32Array.from(tokens.slice(1)),
    contexts: windowContexts(symbolRow, symbols),
    units: unitRow.slice(1),
  };
  return {
    forwards,
    backwards: () => backwardsRow(tokens, symbolRow, unitRow),
    symbols: symbolRow,
    units: unitRow,
    unitStyles,
  };
}

/** Contexts of all positions but the first. A document's context begins at its own end-of-text mark. */
function windowContexts(row: Int32Array, { marks }: Symbols): Int32Array {
  const contexts = new Int32Array((row.length - 1) * CONTEXT_LENGTH).fill(-1);
  let window = createContextWindow(marks);
  for (let offset = 1; offset < row.length; offset += 1) {
    const before = row[offset - 1] ?? END_OF_TEXT;
    if (before === END_OF_TEXT) window = createContextWindow(marks);
    window.push(before);
    contexts.set(window.context(), (offset - 1) * CONTEXT_LENGTH);
  }
  return contexts;
}

function backwardsRow(tokens: readonly number[], symbols: Int32Array, units: Uint16Array): TrainingRow {
  const last = tokens.length - 1;
  const contexts = new Int32Array(last * CONTEXT_LENGTH).fill(-1);
  for (let offset = 0; offset < last; offset += 1) {
    for (let depth = 0; depth < CONTEXT_LENGTH; depth += 1) {
      const symbol = symbols[offset + 1 + depth];
      if (symbol === undefined) break;
      contexts[offset * CONTEXT_LENGTH + depth] = symbol;
      if (symbol === END_OF_TEXT) break;
    }
  }
  return { tokens: Int32Array.from(tokens.slice(0, last)), contexts, units: units.slice(0, last) };
}

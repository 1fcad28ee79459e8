import { type ContextWindow, createContextWindow } from './context-window';
import { finishWord, practiceModel } from './model';
import type { SubjectMemory } from './subject';
import { END_OF_TEXT, tokenText } from './tokenizer';

/** A position in a text: what the model remembers there, and what it expects next. */
export interface Reader {
  /** Moves past one token. */
  read(id: number): void;
  /** Probability of each vocabulary token at this offset, into `out`. */
  predict(out: Float64Array): void;
  /** Weight of an occurrence in each unit of the corpus at this position. Valid until the next call. */
  weights(): Float64Array;
  clone(): Reader;
}

interface Memory {
  window: ContextWindow;
  subject: SubjectMemory;
  /** Letters of a word that is spelled token by token. */
  spelled: string;
}

const LETTER = /^[\p{L}\p{M}\p{N}]$/u;

/** A reader at the beginning of a text. */
export function startReading(): Reader {
  const window = createContextWindow(practiceModel().symbols.marks);
  window.push(END_OF_TEXT);
  return readerOf({ window, subject: practiceModel().subjects.start(), spelled: '' });
}

function readerOf(memory: Memory): Reader {
  const { subjects, symbols, spelling, predict } = practiceModel();
  const weights = new Float64Array(subjects.unitCount);

  const remember = (symbol: number) => {
    memory.window.push(symbol);
    subjects.observe(memory.subject, symbol);
  };
  const contextNow = () => {
    const context = memory.window.context();
    return memory.spelled === '' ? context : [symbols.ofWord(memory.spelled), ...context];
  };
  const weightsNow = () => {
    subjects.weights(memory.subject, weights);
    return weights;
  };

  return {
    read: (id) => {
      const text = tokenText(id);
      if (LETTER.test(text)) {
        memory.spelled += text;
        return;
      }
      if (memory.spelled !== '') {
        remember(symbols.ofWord(memory.spelled));
        memory.spelled = '';
      }
      // A lone space precedes a spelled word and is not context by itself.
      if (text !== ' ') remember(symbols.ofToken[id] ?? symbols.ofWord(text));
    },
    predict: (out) => {
      predict(contextNow(), weightsNow(), out);
      const letters = memory.spelled === '' ? null : spelling.lettersAfter(memory.spelled);
      if (letters) finishWord(letters, out);
    },
    weights: weightsNow,
    clone: () =>
      readerOf({
        window: memory.window.clone(),
        subject: subjects.copy(memory.subject),
        spelled: memory.spelled,
      }),
  };
}

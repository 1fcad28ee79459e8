import { finishWord, practiceModel } from './model';
import { CONTEXT_LENGTH } from './ngram-index';
import { END_OF_TEXT, tokenText } from './tokenizer';

/** A place in a text: what the model remembers there, and what it expects next. */
export interface Reader {
  /** Moves past one token. */
  read(id: number): void;
  /** Probability of each vocabulary token at this place, into `out`. */
  predict(out: Float64Array): void;
  /** Symbols before this place, nearest last; at most the model's context length. */
  context(): readonly number[];
  /** Style scores at this place. */
  scores(): Float64Array;
  clone(): Reader;
}

interface Memory {
  history: number[];
  /** Letters of a word that is being spelled out token by token. */
  spelled: string;
  scores: Float64Array;
}

const LETTER = /^[\p{L}\p{M}\p{N}]$/u;

/** A reader at the beginning of a text. */
export function startReading(): Reader {
  const { styles } = practiceModel();
  return readerOf({ history: [END_OF_TEXT], spelled: '', scores: styles.start() });
}

function readerOf(memory: Memory): Reader {
  const model = practiceModel();
  const weights = new Float64Array(model.styles.count);

  const remember = (symbol: number) => {
    memory.history.push(symbol);
    if (memory.history.length > CONTEXT_LENGTH) memory.history.shift();
    model.styles.observe(memory.scores, symbol);
  };
  const endSpelling = () => {
    if (memory.spelled === '') return;
    remember(model.symbols.ofWord(memory.spelled));
    memory.spelled = '';
  };
  const context = () =>
    memory.spelled === '' ? memory.history : [...memory.history, model.symbols.ofWord(memory.spelled)];

  return {
    read: (id) => {
      const text = tokenText(id);
      if (LETTER.test(text)) {
        memory.spelled += text;
        return;
      }
      endSpelling();
      // A lone space leads a spelled word: it is no context of its own.
      if (text === ' ') return;
      remember(model.symbols.ofToken[id] ?? model.symbols.ofWord(text));
    },
    predict: (out) => {
      model.styles.weights(memory.scores, weights);
      model.predict(context(), weights, out);
      const letters = memory.spelled === '' ? null : model.spelling.lettersAfter(memory.spelled);
      if (letters) finishWord(letters, out);
    },
    context,
    scores: () => memory.scores,
    clone: () =>
      readerOf({ history: [...memory.history], spelled: memory.spelled, scores: memory.scores.slice() }),
  };
}

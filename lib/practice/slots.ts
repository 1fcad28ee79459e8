import { CODE_POINT_PROBABILITY, practiceModel } from './model';
import type { Reader } from './reader';

/**
 * Indexes of a dense distribution: one for each vocabulary token (slot = id), then one for each code point
 * outside the vocabulary that the request biases. Those are drawn only when a bias raises them.
 */
export interface Slots {
  readonly count: number;
  readonly bias: ReadonlyMap<number, number>;
  idOf(slot: number): number;
  slotOf(id: number): number | undefined;
  /** The model's distribution at the reader's position, into `out`. */
  predict(reader: Reader, out: Float64Array): void;
}

/** @param logitBias by token id */
export function slotsFor(logitBias: ReadonlyMap<number, number>): Slots {
  const { vocabularySize } = practiceModel();
  const extra = [...logitBias.keys()].filter((id) => id >= vocabularySize).sort((a, b) => a - b);
  const slotOf = (id: number) => {
    if (id < vocabularySize) return id;
    const at = extra.indexOf(id);
    return at === -1 ? undefined : vocabularySize + at;
  };
  const bias = new Map<number, number>();
  for (const [id, value] of logitBias) {
    const slot = slotOf(id);
    if (slot !== undefined && value !== 0) bias.set(slot, value);
  }
  return {
    count: vocabularySize + extra.length,
    bias,
    idOf: (slot) => (slot < vocabularySize ? slot : (extra[slot - vocabularySize] ?? 0)),
    slotOf,
    predict: (reader, out) => {
      reader.predict(out);
      out.fill(CODE_POINT_PROBABILITY, vocabularySize);
    },
  };
}

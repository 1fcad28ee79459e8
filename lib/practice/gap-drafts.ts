import { CONTEXT_LENGTH } from './context-window';
import { CODE_POINT_PROBABILITY, practiceModel } from './model';
import type { Random } from './random';
import type { Reader } from './reader';
import { createDraw } from './sampler';
import type { GenerationSettings } from './settings';
import { END_OF_TEXT, tokenText } from './tokenizer';

/** A draft from the prompt's side. */
export interface Draft {
  readonly ids: readonly number[];
  /** Positions where it could be joined: before each token and after the last. */
  readonly joinPoints: readonly JoinPoint[];
}

export interface JoinPoint {
  readonly reader: Reader;
  /** The probability at this position of each token that could follow a joint. */
  readonly probabilities: ReadonlyMap<number, number>;
}

/** @param heads tokens that could follow a joint */
export function draftFromPrompt(
  settings: GenerationSettings,
  start: Reader,
  heads: ReadonlySet<number>,
  random: Random,
  length: number,
): Draft {
  const { slots } = settings;
  const reader = start.clone();
  const ids: number[] = [];
  const joinPoints: JoinPoint[] = [];
  const drawToken = createDraw(settings, random);
  const reported = new Float64Array(slots.count);
  for (;;) {
    slots.predict(reader, reported);
    const probabilities = new Map<number, number>();
    for (const id of heads) probabilities.set(id, reported[slots.slotOf(id) ?? -1] ?? CODE_POINT_PROBABILITY);
    joinPoints.push({ reader: reader.clone(), probabilities });
    if (ids.length === length) break;
    const id = slots.idOf(drawToken(reported));
    if (id === END_OF_TEXT) break;
    ids.push(id);
    reader.read(id);
  }
  return { ids, joinPoints };
}

/** Ids in reading order, ending just before the suffix. */
export function draftFromSuffix(
  settings: GenerationSettings,
  prompt: Reader,
  suffix: readonly number[],
  random: Random,
  length: number,
): readonly number[] {
  const { slots } = settings;
  const { symbols, predictBackwards, vocabularySize } = practiceModel();
  const symbolOf = (id: number) => symbols.ofToken[id] ?? symbols.ofWord(tokenText(id));
  // Style and subject are taken from both sides.
  const reader = prompt.clone();
  for (const id of suffix) reader.read(id);
  const weights = reader.weights();
  let context = suffix.slice(0, CONTEXT_LENGTH).map(symbolOf);
  const ids: number[] = [];
  const drawToken = createDraw(settings, random);
  const reported = new Float64Array(slots.count);
  while (ids.length < length) {
    predictBackwards(context, weights, reported);
    reported.fill(0, vocabularySize);
    const id = slots.idOf(drawToken(reported));
    if (id === END_OF_TEXT) break;
    ids.unshift(id);
    context = [symbolOf(id), ...context].slice(0, CONTEXT_LENGTH);
  }
  return ids;
}

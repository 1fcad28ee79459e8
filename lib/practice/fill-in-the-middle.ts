import { CONTEXT_LENGTH } from './context-window';
import { CODE_POINT_PROBABILITY, practiceModel } from './model';
import type { Random } from './random';
import type { Reader } from './reader';
import { adjust, draw, drawingDistribution } from './sampler';
import type { GenerationSettings } from './settings';
import { END_OF_TEXT, encode, tokenText } from './tokenizer';

/**
 * Fills a gap by drafting from both sides: texts that go on from the prompt, and texts that lead up to the suffix,
 * written from right to left. Every place of the ones is then joined to every place of the others, and the joint that
 * the model finds most natural wins. The filling so begins like the prompt's continuation and ends in the suffix.
 */

const DRAFTS = 6;
/** A gap is filled with at most this many tokens of each side, however many are allowed. */
const LONGEST_DRAFT = 36;
/** Tokens after a joint whose probability is measured. */
const JOINT_LENGTH = 6;
/** Joints looked at closely, of the many. */
const SHORTLIST = 24;

/** A draft from the prompt's side. */
interface Draft {
  readonly ids: readonly number[];
  /** Where it could be joined: before each token and after the last. */
  readonly places: readonly Place[];
}

interface Place {
  readonly reader: Reader;
  /** Probability there of each token that a joint could go on with. */
  readonly probabilities: ReadonlyMap<number, number>;
}

/** A way to fill the gap: the first tokens of a draft from the left, the last ones of a draft from the right. */
interface Joint {
  readonly before: readonly number[];
  readonly taken: number;
  /** At the joint. */
  readonly reader: Reader;
  readonly after: readonly number[];
  readonly from: number;
  score: number;
}

/**
 * The tokens of a filling, at most `maxTokens`. Every setting takes part: drafts are drawn with the request's
 * temperature, top_p, penalties and bias, and at temperature 0 the best joint of the two greedy drafts is taken.
 * @param reader at the end of the prompt; it is not moved
 */
export function fillTheGap(settings: GenerationSettings, reader: Reader, random: Random): number[] {
  if (settings.maxTokens === 0) return [];
  const suffix = encode(settings.suffix);
  const length = Math.min(settings.maxTokens, LONGEST_DRAFT);
  const count = settings.temperature === 0 ? 1 : DRAFTS;
  const right = Array.from({ length: count }, () =>
    draftFromSuffix(settings, reader, suffix, random, length),
  );
  const heads = new Set([...right.flat(), suffix[0] ?? END_OF_TEXT]);
  const left = Array.from({ length: count }, () => draftFromPrompt(settings, reader, heads, random, length));
  const joints = shortlist(settings, left, right, suffix);
  for (const joint of joints) joint.score = jointScore(joint, suffix);
  const chosen = choose(joints, settings.temperature, random());
  return chosen ? [...chosen.before.slice(0, chosen.taken), ...chosen.after.slice(chosen.from)] : [];
}

function draftFromPrompt(
  settings: GenerationSettings,
  start: Reader,
  heads: ReadonlySet<number>,
  random: Random,
  length: number,
): Draft {
  const { slots, temperature, topP } = settings;
  const reader = start.clone();
  const ids: number[] = [];
  const places: Place[] = [];
  const counts = new Map<number, number>();
  const reported = new Float64Array(slots.count);
  const drawing = new Float64Array(slots.count);
  for (;;) {
    slots.predict(reader, reported);
    const probabilities = new Map<number, number>();
    for (const id of heads) probabilities.set(id, reported[slots.slotOf(id) ?? -1] ?? CODE_POINT_PROBABILITY);
    places.push({ reader: reader.clone(), probabilities });
    if (ids.length === length) break;
    adjust(reported, slots.bias, counts, settings);
    drawingDistribution(reported, temperature, topP, drawing);
    const slot = draw(drawing, random());
    const id = slots.idOf(slot);
    if (id === END_OF_TEXT) break;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
    ids.push(id);
    reader.read(id);
  }
  return { ids, places };
}

/** Ids in reading order, ending just before the suffix. */
function draftFromSuffix(
  settings: GenerationSettings,
  prompt: Reader,
  suffix: readonly number[],
  random: Random,
  length: number,
): readonly number[] {
  const { slots, temperature, topP } = settings;
  const { symbols, predictBackwards, vocabularySize } = practiceModel();
  const symbolOf = (id: number) => symbols.ofToken[id] ?? symbols.ofWord(tokenText(id));
  // Style and subject come from both sides.
  const reader = prompt.clone();
  for (const id of suffix) reader.read(id);
  const weights = reader.weights();
  let context = suffix.slice(0, CONTEXT_LENGTH).map(symbolOf);
  const ids: number[] = [];
  const counts = new Map<number, number>();
  const reported = new Float64Array(slots.count);
  const drawing = new Float64Array(slots.count);
  while (ids.length < length) {
    predictBackwards(context, weights, reported);
    reported.fill(0, vocabularySize);
    adjust(reported, slots.bias, counts, settings);
    drawingDistribution(reported, temperature, topP, drawing);
    const slot = draw(drawing, random());
    const id = slots.idOf(slot);
    if (id === END_OF_TEXT) break;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
    ids.unshift(id);
    context = [symbolOf(id), ...context].slice(0, CONTEXT_LENGTH);
  }
  return ids;
}

/** The joints whose first token after the joint is likeliest, over all pairs of places that fit into the limit. */
function shortlist(
  { maxTokens }: GenerationSettings,
  left: readonly Draft[],
  right: readonly (readonly number[])[],
  suffix: readonly number[],
): Joint[] {
  const joints: Joint[] = [];
  for (const { ids, places } of left) {
    for (const [taken, { reader, probabilities }] of places.entries()) {
      for (const lead of right) {
        for (let from = 0; from <= lead.length; from += 1) {
          const rest = lead.length - from;
          if (taken + rest === 0 || taken + rest > maxTokens) continue;
          const next = lead[from] ?? suffix[0] ?? END_OF_TEXT;
          const score =
            Math.log(probabilities.get(next) ?? CODE_POINT_PROBABILITY) + lengthPreference(taken, rest);
          joints.push({ before: ids, taken, reader, after: lead, from, score });
        }
      }
    }
  }
  return joints.sort((a, b) => b.score - a.score).slice(0, SHORTLIST);
}

/** Something of both sides is better than one side alone, and a sentence better than a word. */
function lengthPreference(before: number, after: number): number {
  const both = Math.log(1 + Math.min(before, 8)) + Math.log(1 + Math.min(after, 8));
  return 0.6 * both - 0.02 * (before + after);
}

/** Log-probability of what follows the joint, up to JOINT_LENGTH tokens and into the suffix. */
function jointScore(joint: Joint, suffix: readonly number[]): number {
  const reader = joint.reader.clone();
  const distribution = new Float64Array(practiceModel().vocabularySize);
  const rest = joint.after.slice(joint.from);
  let score = lengthPreference(joint.taken, rest.length);
  for (const id of [...rest, ...suffix].slice(0, JOINT_LENGTH)) {
    reader.predict(distribution);
    score += Math.log(distribution[id] ?? CODE_POINT_PROBABILITY);
    reader.read(id);
  }
  return score;
}

/** Draws among the joints by their scores at the given temperature; at 0 the best. */
function choose(joints: readonly Joint[], temperature: number, uniform: number): Joint | undefined {
  const best = joints.reduce((top, joint) => Math.max(top, joint.score), Number.NEGATIVE_INFINITY);
  if (temperature < 1e-5) return joints.find((joint) => joint.score === best);
  // Colder than the tokens: a good joint matters more than variety.
  const weights = joints.map((joint) => Math.exp((joint.score - best) / (0.5 * temperature)));
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  return joints.find((_, at) => {
    left -= weights[at] ?? 0;
    return left <= 0;
  });
}

import { type Draft, draftFromPrompt, draftFromSuffix } from './gap-drafts';
import { CODE_POINT_PROBABILITY, practiceModel } from './model';
import type { Random } from './random';
import type { Reader } from './reader';
import type { GenerationSettings } from './settings';
import { END_OF_TEXT, encode } from './tokenizer';

/**
 * Fills a gap by drafting from both sides: continuations of the prompt, and lead-ins to the suffix, written
 * from right to left. Every position of the former is then joined to every position of the latter, and the
 * joint that the model finds most natural wins. So the filling begins like the prompt's continuation and ends
 * in the suffix.
 */

const DRAFTS = 5;
/** A gap is filled with at most this many tokens of each side, however many are allowed. */
const MAX_DRAFT_LENGTH = 30;
/** Tokens after a joint that are scored. */
const JOINT_LENGTH = 6;
/** Joints that are scored in detail. */
const SHORTLIST = 48;
/** A joint that is this much worse (natural logarithm) than the best so far is not scored to the end. */
const HOPELESS = 8;

/** One way to fill the gap: the first tokens of a left draft, the last ones of a right draft. */
interface Joint {
  readonly before: readonly number[];
  readonly taken: number;
  /** A reader positioned at the joint. */
  readonly reader: Reader;
  readonly after: readonly number[];
  score: number;
}

/**
 * The tokens of a filling, at most `maxTokens`. Every setting has an effect: drafts are drawn with the
 * request's temperature, top_p, penalties and bias, and at temperature 0 the best joint of the two greedy
 * drafts is used.
 * @param reader at the end of the prompt; it is not moved
 */
export function fillTheGap(settings: GenerationSettings, reader: Reader, random: Random): number[] {
  if (settings.maxTokens === 0) return [];
  const suffix = encode(settings.suffix);
  const length = Math.min(settings.maxTokens, MAX_DRAFT_LENGTH);
  const count = settings.temperature === 0 ? 1 : DRAFTS;
  const right = Array.from({ length: count }, () =>
    draftFromSuffix(settings, reader, suffix, random, length),
  );
  const heads = new Set([...right.flat(), suffix[0] ?? END_OF_TEXT]);
  const left = Array.from({ length: count }, () => draftFromPrompt(settings, reader, heads, random, length));
  const joints = shortlist(settings, left, right, suffix);
  let best = Number.NEGATIVE_INFINITY;
  for (const joint of joints) {
    joint.score = jointScore(joint, suffix, best - HOPELESS);
    best = Math.max(best, joint.score);
  }
  const chosen = choose(joints, settings.temperature, random());
  return chosen ? [...chosen.before.slice(0, chosen.taken), ...chosen.after] : [];
}

/**
 * For each end of the filling, the best position to join it, judged by the first token after the joint; then
 * the best of those. Only one per end, since a promising first token may lead nowhere and would otherwise
 * fill the list.
 */
function shortlist(
  { maxTokens }: GenerationSettings,
  left: readonly Draft[],
  right: readonly (readonly number[])[],
  suffix: readonly number[],
): Joint[] {
  const ends = new Map<string, readonly number[]>();
  for (const lead of right) {
    for (let from = 0; from <= lead.length; from += 1) {
      const end = lead.slice(from);
      ends.set(end.join(), end);
    }
  }
  const joints: Joint[] = [];
  for (const after of ends.values()) {
    const next = after[0] ?? suffix[0] ?? END_OF_TEXT;
    let best: Joint | undefined;
    for (const { ids, joinPoints } of left) {
      for (const [taken, { reader, probabilities }] of joinPoints.entries()) {
        const total = taken + after.length;
        if (total === 0 || total > maxTokens) continue;
        const score =
          Math.log(probabilities.get(next) ?? CODE_POINT_PROBABILITY) + lengthPreference(taken, after.length);
        if (!best || score > best.score) best = { before: ids, taken, reader, after, score };
      }
    }
    if (best) joints.push(best);
  }
  return joints.sort((a, b) => b.score - a.score).slice(0, SHORTLIST);
}

/** Prefers something from both sides to one side alone, and a sentence to a word. */
function lengthPreference(before: number, after: number): number {
  const both = Math.log(1 + Math.min(before, 8)) + Math.log(1 + Math.min(after, 8));
  return 0.6 * both - 0.02 * (before + after);
}

/**
 * Log-probability of what follows the joint, up to JOINT_LENGTH tokens and into the suffix; −∞ below `least`.
 */
function jointScore(joint: Joint, suffix: readonly number[], least: number): number {
  const reader = joint.reader.clone();
  const distribution = new Float64Array(practiceModel().vocabularySize);
  let score = lengthPreference(joint.taken, joint.after.length);
  for (const id of [...joint.after, ...suffix].slice(0, JOINT_LENGTH)) {
    reader.predict(distribution);
    score += Math.log(distribution[id] ?? CODE_POINT_PROBABILITY);
    if (score < least) return Number.NEGATIVE_INFINITY;
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

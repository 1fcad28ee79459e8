import type { Random } from './random';
import type { GenerationSettings } from './settings';

/**
 * From the model's probabilities to a drawn token, in the order of the common servers: logit bias, then
 * penalties, then temperature, then top_k, top_p and min_p, then the draw. Distributions are dense arrays indexed by slot; a
 * slot is a token id of the vocabulary, or one of the few code points that a request biases (see `slots.ts`).
 */

/** At and below this, sampling is greedy: 1/temperature would be too large to calculate with. */
const GREEDY_BELOW = 1e-5;

/**
 * Applies bias and penalties in place and normalizes. The result is what `logprobs` report: as in OpenAI's
 * completions, bias and penalties affect it, temperature and top_p do not.
 *
 * Penalties follow OpenAI's definition: logit − frequency_penalty · count − presence_penalty · (count > 0),
 * where count is how often the token was sampled so far. The prompt does not count (as at OpenAI and vLLM).
 * @param bias by slot, added to the logit
 * @param counts by slot, how often each token was sampled
 */
export function adjust(
  probabilities: Float64Array,
  bias: ReadonlyMap<number, number>,
  counts: ReadonlyMap<number, number>,
  { frequencyPenalty, presencePenalty }: Pick<GenerationSettings, 'frequencyPenalty' | 'presencePenalty'>,
): void {
  const penalised = frequencyPenalty !== 0 || presencePenalty !== 0;
  if (bias.size > 0 || (penalised && counts.size > 0)) {
    const change = new Map(bias);
    if (penalised) {
      for (const [slot, count] of counts) {
        if (count > 0) change.set(slot, (change.get(slot) ?? 0) - frequencyPenalty * count - presencePenalty);
      }
    }
    // Calculated as logarithms: a bias of 100 on top of a negative penalty would overflow.
    let highest = 0;
    const logits = new Map<number, number>();
    for (const [slot, delta] of change) {
      const logit = Math.log(probabilities[slot] ?? 0) + delta;
      logits.set(slot, logit);
      if (logit > highest) highest = logit;
    }
    if (highest > 0) scale(probabilities, Math.exp(-highest));
    for (const [slot, logit] of logits) probabilities[slot] = Math.exp(logit - highest);
  }
  normalise(probabilities);
}

/**
 * The distribution to draw from: `reported` raised to 1/temperature, cut to the `topK` likeliest tokens, then to
 * the smallest set of likeliest tokens whose probabilities reach `topP`, then to those of at least `minP` of the
 * likeliest; normalized after each cut (vLLM's order). Temperature 0 leaves only the likeliest token.
 */
export function drawingDistribution(
  reported: Float64Array,
  { temperature, topK, topP, minP }: Pick<GenerationSettings, 'temperature' | 'topK' | 'topP' | 'minP'>,
  out: Float64Array,
): void {
  const best = argmax(reported);
  if (temperature < GREEDY_BELOW) {
    out.fill(0);
    out[best] = 1;
    return;
  }
  if (temperature === 1) out.set(reported);
  else {
    // Relative to the likeliest, so that a low temperature cannot round everything to 0.
    const top = reported[best] ?? 1;
    // Ids are sorted by frequency, so the long tail has runs of equal probabilities: the power is computed
    // once per run.
    let before = -1;
    let power = 0;
    for (let slot = 0; slot < out.length; slot += 1) {
      const probability = reported[slot] ?? 0;
      if (probability !== before) {
        before = probability;
        power = (probability / top) ** (1 / temperature);
      }
      out[slot] = power;
    }
    normalise(out);
  }
  if (topK !== null && topK < out.length) {
    keepOnly(out, likeliest(out, topK));
    normalise(out);
  }
  if (topP < 1) {
    keepNucleus(out, topP);
    normalise(out);
  }
  if (minP > 0) {
    keepOnly(out, slotsAtLeast(out, Math.min(minP, 1) * (out[argmax(out)] ?? 0)));
    normalise(out);
  }
}

/** Zeroes all but these slots. */
function keepOnly(distribution: Float64Array, slots: readonly number[]): void {
  const retained = slots.map((slot) => [slot, distribution[slot] ?? 0] as const);
  distribution.fill(0);
  for (const [slot, probability] of retained) distribution[slot] = probability;
}

/** Zeroes all but the smallest set of likeliest slots that reaches `topP`; at least one stays. */
function keepNucleus(distribution: Float64Array, topP: number): void {
  let threshold = 1e-2;
  for (;;) {
    const ranked = slotsAtLeast(distribution, threshold);
    let mass = 0;
    for (let rank = 0; rank < ranked.length; rank += 1) {
      mass += distribution[ranked[rank] ?? 0] ?? 0;
      if (mass >= topP || (threshold === 0 && rank === ranked.length - 1)) {
        keepOnly(distribution, ranked.slice(0, rank + 1));
        return;
      }
    }
    // Sorting thousands of slots at every step is expensive with a dense top_p: try the head first.
    threshold = threshold > 1e-12 ? threshold / 100 : 0;
  }
}

/** The `count` likeliest slots, likeliest first; ties by lowest slot. */
export function likeliest(distribution: Float64Array, count: number): number[] {
  for (let threshold = 1e-3; ; threshold = threshold > 1e-12 ? threshold / 1000 : 0) {
    const ranked = slotsAtLeast(distribution, threshold);
    if (ranked.length >= count || threshold === 0) return ranked.slice(0, count);
  }
}

function slotsAtLeast(distribution: Float64Array, threshold: number): number[] {
  const slots: number[] = [];
  for (let slot = 0; slot < distribution.length; slot += 1) {
    if ((distribution[slot] ?? 0) >= threshold) slots.push(slot);
  }
  return slots.sort((a, b) => (distribution[b] ?? 0) - (distribution[a] ?? 0) || a - b);
}

/** The slot at which the cumulative probability passes `uniform` (0 ≤ uniform < 1). */
export function draw(distribution: Float64Array, uniform: number): number {
  let mass = 0;
  let last = 0;
  for (let slot = 0; slot < distribution.length; slot += 1) {
    const probability = distribution[slot] ?? 0;
    if (probability === 0) continue;
    mass += probability;
    last = slot;
    if (uniform < mass) return slot;
  }
  // Rounding may leave the sum slightly below 1.
  return last;
}

/**
 * Draws one token after another; those drawn before count for the penalties. The returned function turns the
 * model's probabilities in place into what `logprobs` report, and returns a slot.
 */
export function createDraw(settings: GenerationSettings, random: Random) {
  const { slots } = settings;
  const counts = new Map<number, number>();
  const drawing = new Float64Array(slots.count);
  /** @param planned a slot that is already decided and used instead of drawing */
  return (probabilities: Float64Array, planned?: number): number => {
    adjust(probabilities, slots.bias, counts, settings);
    if (planned === undefined) drawingDistribution(probabilities, settings, drawing);
    const slot = planned ?? draw(drawing, random());
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
    return slot;
  };
}

/** The likeliest slot; ties go to the lowest. */
export function argmax(distribution: Float64Array): number {
  let best = 0;
  for (let slot = 1; slot < distribution.length; slot += 1) {
    if ((distribution[slot] ?? 0) > (distribution[best] ?? 0)) best = slot;
  }
  return best;
}

function scale(values: Float64Array, factor: number): void {
  for (let slot = 0; slot < values.length; slot += 1) values[slot] = (values[slot] ?? 0) * factor;
}

function normalise(values: Float64Array): void {
  let sum = 0;
  for (const value of values) sum += value;
  scale(values, 1 / sum);
}

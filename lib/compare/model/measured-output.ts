import type { Prompt } from '@/lib/protocol/request/value-kinds';
import { echoedUnits } from '@/lib/protocol/run/echoed-prompt';
import type { Cost } from '@/lib/protocol/run/price';
import type { Token } from '@/lib/protocol/run/run-events';
import type { Choice, RunState } from '@/lib/protocol/run/run-state';
import { completionTokens, tokensPerSecond } from '@/lib/runs/model/run-figures';
import { characterStart } from '@/lib/texts/model/split-text';

/**
 * One output with the figures of its run. A `RunState`'s choice fits, and so does the light run of a sweep,
 * which has only the mean of its tokens.
 */
export interface MeasuredOutput {
  /** The completion without an echoed prompt. */
  readonly text: string;
  /** UTF-16 units of the whole text, when `text` was cut. */
  readonly length?: number;
  readonly finishReason: string | null;
  /** Tokens of the completion alone; null without probabilities. */
  readonly tokens: readonly Token[] | null;
  /** Used when `tokens` are missing. */
  readonly meanLogprob?: number | null;
  /** Tokens of this output; null when unknown. */
  readonly tokenCount: number | null;
  /** The count is estimated from the text's length. */
  readonly isEstimated: boolean;
  /** For the whole run; null also when it was not streamed. */
  readonly firstTokenMs: number | null;
  readonly tokensPerSecond: number | null;
  readonly durationMs: number | null;
  /** Of the run's prompt tokens, those from the server's cache; null when it did not say. */
  readonly cachedTokens: number | null;
  /** What the server measured itself (llama.cpp); null for all others. */
  readonly serverTokensPerSecond: number | null;
  /** For the whole run; null without a price. */
  readonly cost: Cost | null;
}

/** The parts of a run's request that are needed to read its answer. */
export interface MeasuredRequest {
  readonly prompt: Prompt;
  readonly n?: number | undefined;
  readonly best_of?: number | undefined;
  readonly echo?: boolean | undefined;
  readonly stream?: boolean | undefined;
  readonly max_tokens?: number | undefined;
}

type MeasuredState = Pick<RunState, 'choices' | 'usage' | 'timings'> &
  Partial<Pick<RunState, 'cost' | 'response'>>;

/** Measures a choice by its place in the run; null when the run has no choice there. */
export type Measurer = (index: number) => MeasuredOutput | null;

/**
 * Measures the choices of a run. What they have in common is found once, so that a run of thousands of choices is read
 * once and not once for each.
 * @param maxLength UTF-16 units of a text that are kept; `length` tells the whole of a longer one
 */
export function createMeasurer(
  state: MeasuredState,
  request: MeasuredRequest,
  maxLength = Number.POSITIVE_INFINITY,
): Measurer {
  const written = state.choices.map((choice) => withoutPrompt(choice, request));
  const limits = { max: request.max_tokens, ...(Number.isFinite(maxLength) && { maxRead: maxLength }) };
  const all = completionTokens({ usage: state.usage, choices: written }, limits);
  // The server's count covers all choices together, and with best_of also those that were discarded.
  const single = written.length === 1 && (request.best_of ?? 1) <= 1;
  const { durationMs } = state.timings;
  const firstTokenMs = firstTokenOf(state.timings, request);
  const ofRun = {
    firstTokenMs,
    // Without a text, nothing was written at any speed: what was counted only ended it.
    tokensPerSecond: written.every(({ text }) => text === '')
      ? null
      : tokensPerSecond(all, firstTokenMs, durationMs),
    durationMs,
    cachedTokens: state.usage?.cachedTokens ?? null,
    serverTokensPerSecond: state.response?.serverTimings?.predicted_per_second ?? null,
    cost: state.cost ?? null,
  };
  return (index) => {
    const choice = written[index];
    if (choice === undefined) return null;
    const own = (single ? all : null) ?? completionTokens({ usage: null, choices: [choice] }, limits);
    const { text, finishReason, tokens } = choice;
    const isCut = text.length > maxLength;
    return {
      text: isCut ? text.slice(0, characterStart(text, maxLength)) : text,
      ...(isCut && { length: text.length }),
      ...{ finishReason, tokens },
      tokenCount: own?.value ?? 0,
      isEstimated: own?.isEstimated ?? false,
      ...ofRun,
    };
  };
}

/** Reads one choice from a run; null when the run has no choice with that index. For several: `measuredOutputs`. */
export function measuredOutput(
  state: MeasuredState,
  request: MeasuredRequest,
  index = 0,
): MeasuredOutput | null {
  return createMeasurer(state, request)(index);
}

/** All choices of a run, in their order. */
export function measuredOutputs(state: MeasuredState, request: MeasuredRequest): MeasuredOutput[] {
  const measure = createMeasurer(state, request);
  return state.choices.flatMap((_, index) => measure(index) ?? []);
}

/** A run as the detail of a sweep has it: texts cut, tokens left out. */
export interface LightRun extends Pick<RunState, 'usage' | 'timings' | 'cost'> {
  readonly choices: readonly {
    readonly index: number;
    readonly text: string;
    readonly length: number;
    readonly finishReason: string | null;
    readonly meanLogprob: number | null;
    /** Tokens that came with probabilities; null or absent without any. */
    readonly tokenCount?: number | null;
  }[];
}

/** The same for a sweep's light run. Its mean log-probability includes the prompt's when it was echoed. */
export function measuredLightOutputs(run: LightRun, request: MeasuredRequest): MeasuredOutput[] {
  const choices = run.choices.map(({ index, text, finishReason }) => ({
    ...{ index, text, finishReason },
    tokens: null,
  }));
  const measure = createMeasurer({ ...run, choices }, request);
  const rate = countedRate(run, request);
  return run.choices.flatMap((light, at) => {
    const known = measure(at);
    if (known === null) return [];
    const { tokenCount = null } = light;
    // For an echoed text the tokens that came would be too many.
    const isCounted = tokenCount !== null && !request.echo && known.isEstimated;
    const output = isCounted
      ? { ...known, tokenCount, isEstimated: false, ...(rate !== undefined && { tokensPerSecond: rate }) }
      : known;
    const missing = light.length - light.text.length;
    const meanLogprob = request.echo ? null : light.meanLogprob;
    if (missing <= 0) return { ...output, meanLogprob };
    const guessed = output.isEstimated;
    return {
      ...output,
      length: output.text.length + missing,
      meanLogprob,
      tokenCount: guessed ? Math.ceil((output.text.length + missing) / 4) : output.tokenCount,
      tokensPerSecond: guessed ? null : output.tokensPerSecond,
    };
  });
}

/** By the tokens that came, when the server did not count them itself; undefined: they are not all known. */
function countedRate(
  { choices, usage, timings }: LightRun,
  request: MeasuredRequest,
): number | null | undefined {
  if (usage?.completionTokens != null) return undefined;
  let all = 0;
  for (const { tokenCount = null } of choices) {
    if (tokenCount === null) return undefined;
    all += tokenCount;
  }
  return tokensPerSecond(
    { value: all, isEstimated: false },
    firstTokenOf(timings, request),
    timings.durationMs,
  );
}

/** An answer that came all at once says nothing about when its first token was written. */
function firstTokenOf({ firstTokenMs }: RunState['timings'], { stream }: MeasuredRequest): number | null {
  return stream === true ? firstTokenMs : null;
}

function withoutPrompt(choice: Choice, request: MeasuredRequest): Choice {
  const from = echoedUnits(request, choice);
  if (from === 0) return choice;
  return {
    ...choice,
    text: choice.text.slice(from),
    tokens: choice.tokens && tokensFrom(choice.tokens, from),
  };
}

/** Tokens that begin at or after an offset. */
function tokensFrom(tokens: readonly Token[], from: number): Token[] {
  let at = 0;
  let first = 0;
  while (first < tokens.length && at < from) {
    at += tokens[first]?.text.length ?? 0;
    first += 1;
  }
  return tokens.slice(first);
}

/**
 * Log-probabilities at or below this do not count: servers write −9999 for tokens that they consider
 * impossible.
 */
const IMPOSSIBLE = -9999;

/**
 * Mean of the natural log-probabilities of the sampled tokens. Left out: tokens without one (null), and those
 * at the floor of −9999 (−Infinity), which occur when a token is forced against the model: one would outweigh
 * a thousand others. A value above 0, which half precision can yield, counts as 0. Null when nothing is left.
 */
export function sampledMeanLogprob(tokens: readonly Token[]): number | null {
  let sum = 0;
  let count = 0;
  for (const { logprob } of tokens) {
    if (logprob === null || !Number.isFinite(logprob) || logprob <= IMPOSSIBLE) continue;
    sum += Math.min(0, logprob);
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

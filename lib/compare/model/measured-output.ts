import type { Token } from '@/lib/protocol/run/run-events';
import type { Choice, RunState } from '@/lib/protocol/run/run-state';
import { completionTokens, tokensPerSecond } from '@/lib/runs/model/run-figures';

/**
 * One output and what is known of its run. A `RunState`'s choice fits, and so does the light run of a sweep, which has
 * no tokens but their mean.
 */
export interface MeasuredOutput {
  /** The completion without an echoed prompt. */
  readonly text: string;
  /** UTF-16 units of the whole text, where `text` was cut. */
  readonly length?: number;
  readonly finishReason: string | null;
  /** Those of the completion alone; null without probabilities. */
  readonly tokens: readonly Token[] | null;
  /** Where `tokens` are not at hand. */
  readonly meanLogprob?: number | null;
  /** Tokens of this output; null when not known. */
  readonly tokenCount: number | null;
  /** The count is a guess from the text's length. */
  readonly estimateTokens: boolean;
  /** Of the whole run. */
  readonly firstTokenMs: number | null;
  readonly tokensPerSecond: number | null;
  readonly durationMs: number | null;
}

/** What a run was asked for, as far as reading its answer needs it. */
export interface MeasuredRequest {
  readonly prompt: string | readonly string[];
  readonly n?: number | undefined;
  readonly best_of?: number | undefined;
  readonly echo?: boolean | undefined;
}

/** Reads a choice out of a run; null when the run has none of that index. */
export function measuredOutput(
  state: Pick<RunState, 'choices' | 'usage' | 'timings'>,
  request: MeasuredRequest,
  index = 0,
): MeasuredOutput | null {
  const written = state.choices.map((choice) => withoutPrompt(choice, request));
  const choice = written[index];
  if (choice === undefined) return null;
  const all = completionTokens({ usage: state.usage, choices: written }, false);
  // What the server counted is all choices together, and with best_of those that were thrown away as well.
  const single = written.length === 1 && (request.best_of ?? 1) <= 1;
  const own = (single ? all : null) ?? completionTokens({ usage: null, choices: [choice] }, false);
  const { firstTokenMs, durationMs } = state.timings;
  return {
    text: choice.text,
    finishReason: choice.finishReason,
    tokens: choice.tokens,
    tokenCount: own?.value ?? 0,
    estimateTokens: own?.about ?? false,
    firstTokenMs,
    tokensPerSecond: tokensPerSecond(all, firstTokenMs, durationMs),
    durationMs,
  };
}

/** A run as the detail of a sweep tells it: texts cut, tokens left out. */
export interface LightRun extends Pick<RunState, 'usage' | 'timings'> {
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

/** The same for the light run of a sweep. Its mean log-probability is that of the prompt as well when it was echoed. */
export function measuredLightOutput(
  run: LightRun,
  request: MeasuredRequest,
  index = 0,
): MeasuredOutput | null {
  const light = run.choices[index];
  const choices = run.choices.map(({ index: at, text, finishReason }) => ({
    index: at,
    text,
    finishReason,
    tokens: null,
  }));
  const known = measuredOutput({ ...run, choices }, request, index);
  if (light === undefined || known === null) return null;
  const output = withCountedTokens(known, run, request, light.tokenCount ?? null);
  const missing = light.length - light.text.length;
  const meanLogprob = request.echo ? null : light.meanLogprob;
  if (missing <= 0) return { ...output, meanLogprob };
  const guessed = output.estimateTokens;
  return {
    ...output,
    length: output.text.length + missing,
    meanLogprob,
    tokenCount: guessed ? Math.ceil((output.text.length + missing) / 4) : output.tokenCount,
    tokensPerSecond: guessed ? null : output.tokensPerSecond,
  };
}

/** Tokens as they came, where the server of the model did not count them itself; of an echoed text they are too many. */
function withCountedTokens(
  output: MeasuredOutput,
  { choices, usage, timings }: LightRun,
  request: MeasuredRequest,
  own: number | null,
): MeasuredOutput {
  if (own === null || request.echo || !output.estimateTokens) return output;
  const all = choices.reduce<number | null>(
    (sum, { tokenCount = null }) => (sum === null || tokenCount === null ? null : sum + tokenCount),
    0,
  );
  const counted = { ...output, tokenCount: own, estimateTokens: false };
  if (all === null || usage?.completionTokens != null) return counted;
  const { firstTokenMs, durationMs } = timings;
  const rate = tokensPerSecond({ value: all, about: false }, firstTokenMs, durationMs);
  return { ...counted, tokensPerSecond: rate };
}

function withoutPrompt(choice: Choice, request: MeasuredRequest): Choice {
  const from = completionStart(choice.text, request, choice.index);
  if (from === 0) return choice;
  return {
    ...choice,
    text: choice.text.slice(from),
    tokens: choice.tokens && tokensFrom(choice.tokens, from),
  };
}

/** UTF-16 offset at which the completion begins: behind the prompt when it was echoed. Choice = i + prompt · n. */
export function completionStart(text: string, request: MeasuredRequest, index: number): number {
  if (!request.echo) return 0;
  const prompt =
    typeof request.prompt === 'string'
      ? request.prompt
      : (request.prompt[Math.floor(index / (request.n ?? 1))] ?? '');
  return text.startsWith(prompt) ? prompt.length : 0;
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

/** Log-probabilities at and below this are none: servers write −9999 for what their own numbers call impossible. */
const IMPOSSIBLE = -9999;

/**
 * Mean of the natural log-probabilities of the sampled tokens. Left out: tokens without one (null), and those at the
 * floor of −9999 (−Infinity), which happen when a token is forced against the model: a single one would drown the
 * thousand others. A value above 0, which half precision yields, counts as 0. Null when nothing is left.
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

import type { Cost } from '@/lib/protocol/run/price';
import type { RunState } from '@/lib/protocol/run/run-state';
import {
  completionTokens,
  countedUsage,
  estimatePromptTokens,
  type TokenCount,
  tokensPerSecond,
} from '@/lib/runs/model/run-figures';
import { countedPromptTokens } from './counted-prompts';
import type { RunView, StartRequest } from './run-view';

/** The figures of the status line; milliseconds, null while unknown. */
export interface RunFigures {
  readonly firstTextMs: number | null;
  readonly durationMs: number | null;
  readonly tokensPerSecond: number | null;
  readonly promptTokens: TokenCount | null;
  readonly completionTokens: TokenCount | null;
  /** Of the prompt tokens, those from the server's cache; null unless there are some. */
  readonly cachedTokens: number | null;
  /** Of the completion tokens, those of a reasoning that is not shown; null unless there are some. */
  readonly reasoningTokens: number | null;
  /** Null while the run is going, and without a price. */
  readonly cost: Cost | null;
}

/** @param now milliseconds since the epoch */
export function runFigures(view: RunView, state: RunState, now: number): RunFigures {
  const ended = state.status !== 'streaming';
  const { timings } = state;
  const usage = countedUsage(state);
  // On its way to the server it has no time yet: a guest may still be made for it.
  const since = view.phase === 'sending' ? 0 : Math.max(0, now - view.startedAt);
  const durationMs = ended ? timings.durationMs : since;
  const { echo, max_tokens, stream } = view.startRequest.request;
  // An answer that comes all at once has no first token before the others.
  const firstTextMs = stream === true ? timings.firstTokenMs : null;
  const written = completionTokens(state, { echo, max: max_tokens });
  const promptTokens =
    usage?.promptTokens != null ? { value: usage.promptTokens, isEstimated: false } : promptTokensOf(view);
  return {
    firstTextMs,
    durationMs,
    tokensPerSecond: tokensPerSecond(written, firstTextMs, durationMs),
    promptTokens,
    completionTokens: written,
    cachedTokens: usage?.cachedTokens || null,
    reasoningTokens: usage?.reasoningTokens || null,
    cost: state.cost ?? null,
  };
}

const promptCounts = new WeakMap<object, number>();

function promptTokensOf({ startRequest }: RunView): TokenCount {
  const counted = countedPromptTokens(startRequest);
  return counted === null
    ? { value: estimateOf(startRequest), isEstimated: true }
    : { value: counted, isEstimated: false };
}

function estimateOf(startRequest: StartRequest): number {
  const known = promptCounts.get(startRequest);
  if (known !== undefined) return known;
  const value = estimatePromptTokens(startRequest.request.prompt);
  promptCounts.set(startRequest, value);
  return value;
}

import { promptList } from '@/lib/protocol/request/prompts';
import type { RunState } from '@/lib/protocol/run/run-state';
import { estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';
import {
  completionTokens,
  countedUsage,
  type TokenCount,
  tokensPerSecond,
} from '@/lib/runs/model/run-figures';
import type { RunView } from './run-view';

/** The figures of the status line; milliseconds, null while unknown. */
export interface RunFigures {
  readonly firstTextMs: number | null;
  readonly durationMs: number | null;
  readonly tokensPerSecond: number | null;
  readonly promptTokens: TokenCount | null;
  readonly completionTokens: TokenCount | null;
}

/** @param now milliseconds since the epoch */
export function runFigures(view: RunView, state: RunState, now: number): RunFigures {
  const ended = state.status !== 'streaming';
  const { timings } = state;
  const usage = countedUsage(state);
  const firstTextMs = timings.firstTokenMs ?? view.firstTextMs;
  const durationMs = ended ? timings.durationMs : Math.max(0, now - view.startedAt);
  const { echo, max_tokens } = view.startRequest.request;
  const written = completionTokens(state, { echo, max: max_tokens });
  const promptTokens =
    usage?.promptTokens != null
      ? { value: usage.promptTokens, isEstimated: false }
      : { value: estimatePromptTokens(view), isEstimated: true };
  return {
    firstTextMs,
    durationMs,
    tokensPerSecond: tokensPerSecond(written, firstTextMs, durationMs),
    promptTokens,
    completionTokens: written,
  };
}

const promptCounts = new WeakMap<object, number>();

function estimatePromptTokens({ startRequest }: RunView): number {
  const known = promptCounts.get(startRequest);
  if (known !== undefined) return known;
  const value = promptList(startRequest.request.prompt).reduce(
    (sum, prompt) => sum + (typeof prompt === 'string' ? estimateTokens(prompt) : prompt.length),
    0,
  );
  promptCounts.set(startRequest, value);
  return value;
}

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
  const written = completionTokens(state, view.ask.request.echo === true);
  const promptTokens =
    usage?.promptTokens != null
      ? { value: usage.promptTokens, about: false }
      : { value: aboutPrompt(view), about: true };
  return {
    firstTextMs,
    durationMs,
    tokensPerSecond: tokensPerSecond(written, firstTextMs, durationMs),
    promptTokens,
    completionTokens: written,
  };
}

const promptCounts = new WeakMap<object, number>();

function aboutPrompt({ ask }: RunView): number {
  const known = promptCounts.get(ask);
  if (known !== undefined) return known;
  const prompts = typeof ask.request.prompt === 'string' ? [ask.request.prompt] : ask.request.prompt;
  const value = prompts.reduce((sum, prompt) => sum + estimateTokens(prompt), 0);
  promptCounts.set(ask, value);
  return value;
}

import type { ApiError } from '@/lib/platform/client/http/api-error';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import type {
  Attempt,
  ResponseInfo,
  RunError,
  RunStatus,
  StopReason,
  Timings,
  Usage,
} from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import type { Branch } from '@/lib/runs/model/runs';

/** The request of the run. */
export interface StartRequest {
  readonly connectionId: string;
  readonly connectionName: string | null;
  readonly request: CompletionRequest;
  readonly retries: Retries | null;
  /** The run that it was derived from, and how. */
  readonly parent?: RunParent | undefined;
}

export interface RunParent {
  readonly runId: string;
  readonly branch: Branch | null;
}

/**
 * The phase of a run, for people: `sending` until our server has it, `waiting` for the first text, `retrying`
 * between two attempts, `writing`, `ended`, or `refused` when there is no run at all.
 */
export type RunPhase = 'sending' | 'waiting' | 'retrying' | 'writing' | 'ended' | 'refused';

/** The page's connection to the run. `lost`: given up, though the run may continue. */
export type RunLink = 'connecting' | 'open' | 'reconnecting' | 'closed' | 'lost';

/** Why the page has stopped following a run, and a function that tries again. */
export interface LostLink {
  readonly error: ApiError;
  readonly again: () => void;
}

/** One choice without its text, which never goes through React. */
export interface ChoiceView {
  readonly index: number;
  readonly finishReason: string | null;
  /** What matched, where the server said so. */
  readonly stopReason?: StopReason | undefined;
  readonly hasText: boolean;
  readonly hasTokens: boolean;
}

/** What React shows of a run. Never changed in place; unchanged parts keep their identity. */
export interface RunView {
  readonly runId: string | null;
  readonly startRequest: StartRequest;
  /** When the server began it, in milliseconds since the epoch by this browser's clock; until that is known, when it was sent. */
  readonly startedAt: number;
  readonly phase: RunPhase;
  readonly link: RunLink;
  readonly stopping: boolean;
  readonly status: RunStatus;
  readonly choices: readonly ChoiceView[];
  readonly usage: Usage | null;
  readonly response: ResponseInfo | null;
  readonly attempts: readonly Attempt[];
  /** Time of the next attempt, in milliseconds since the epoch; null when none is due. */
  readonly retryAt: number | null;
  readonly error: RunError | null;
  /** When `error` came, in milliseconds since the epoch: a wait in it counts from then. */
  readonly errorAt: number | null;
  /** Our own server's refusal. */
  readonly refusal: ApiError | null;
  /** Null: it is being followed, or has ended. */
  readonly lost: LostLink | null;
  readonly timings: Timings;
}

/** True while text may still come, or the run may still be accepted. */
export function isLive(view: Pick<RunView, 'phase'>): boolean {
  return view.phase !== 'ended' && view.phase !== 'refused';
}

/** The choices' views for the run's state, reusing those that did not change. */
export function choiceViews(state: RunState, before: readonly ChoiceView[]): readonly ChoiceView[] {
  let changed = before.length !== state.choices.length;
  const after = state.choices.map((choice, position) => {
    const old = before[position];
    const hasText = choice.text !== '';
    const hasTokens = choice.tokens !== null;
    if (
      old &&
      old.finishReason === choice.finishReason &&
      old.stopReason === choice.stopReason &&
      old.hasText === hasText &&
      old.hasTokens === hasTokens
    ) {
      return old;
    }
    changed = true;
    const { index, finishReason, stopReason } = choice;
    return { index, finishReason, ...(stopReason !== undefined && { stopReason }), hasText, hasTokens };
  });
  return changed ? after : before;
}

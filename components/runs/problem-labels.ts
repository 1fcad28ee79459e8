import type { explainError } from '@/lib/protocol/errors/explain-error';
import type { FieldName } from '@/lib/protocol/request/completion-request';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';
import type { RunView } from '@/lib/runs/client/run-view';
import { endLabel } from '@/lib/runs/client/status-labels';

export interface Problem {
  readonly title: string;
  /** The upstream's own message. */
  readonly detail: string | null;
  readonly advice: string | null;
  readonly goesTo: 'connection' | 'parameter' | 'retry' | 'join' | null;
  readonly param: FieldName | null;
  /** Milliseconds since the epoch. */
  readonly retryAt: number | null;
  readonly tone: 'bad' | 'warn' | 'neutral';
}

/**
 * Describes why a run did not end well; null when it did.
 *
 * @param explain null while it is loading: then the upstream's own message has to do
 */
export function problemOf(view: RunView, explain: typeof explainError | null): Problem | null {
  const { error, refusal, errorAt } = view;
  if (error) {
    const { title, advice, goesTo, parameter } = explain?.(error) ?? UNEXPLAINED;
    return {
      title,
      detail: error.message,
      advice,
      goesTo,
      param: parameter,
      retryAt: after(errorAt, error.retryAfterMs),
      tone: 'bad',
    };
  }
  if (refusal) {
    if (refusal.code === 'not_signed_in') return SESSION_EXPIRED;
    const offline = refusal.status === 0;
    const gone = refusal.status === 404 && view.runId !== null;
    const param = fieldOf(refusal.param?.replace(/^request\./, '') ?? null);
    return {
      title: offline
        ? "The server can't be reached"
        : gone
          ? 'This run is no longer there'
          : 'The playground did not take this run',
      detail: offline ? null : refusal.message,
      advice: offline
        ? 'Check the network. Nothing was lost: the prompt and the settings are kept in this browser.'
        : gone
          ? 'It was deleted, or belongs to another account.'
          : null,
      goesTo: param ? 'parameter' : refusal.code === 'address_refused' ? 'connection' : 'retry',
      param,
      retryAt: after(errorAt, refusal.retryAfterMs ?? null),
      tone: 'bad',
    };
  }
  if (view.lost) {
    const { code, message } = view.lost.error;
    const expired = code === 'not_signed_in';
    return {
      title: 'The connection to this run is lost',
      detail: null,
      advice: expired
        ? `${message} Sign in to see how far the run is. It stops soon if nobody follows it.`
        : `${message} The run may still be going on. Join it again to see how far it is.`,
      goesTo: 'join',
      param: null,
      retryAt: null,
      tone: 'warn',
    };
  }
  const words = view.phase === 'ended' ? endLabel(view.status) : null;
  if (words === null) return null;
  return {
    title: words,
    detail: null,
    advice: null,
    goesTo: 'retry',
    param: null,
    retryAt: null,
    tone: 'warn',
  };
}

const SESSION_EXPIRED: Problem = {
  title: 'Your session has expired',
  detail: null,
  advice: 'Sign in or continue as a guest, then run again. Your prompt and settings are still here.',
  goesTo: 'retry',
  param: null,
  retryAt: null,
  tone: 'warn',
};

const UNEXPLAINED = { title: 'The run failed', advice: null, goesTo: 'retry', parameter: null } as const;

function after(from: number | null, wait: number | null): number | null {
  return from === null || wait === null || wait <= 0 ? null : from + wait;
}

function fieldOf(param: string | null): FieldName | null {
  if (param === 'model' || param === 'prompt') return param;
  return PARAMETER_NAMES.find((name) => name === param) ?? null;
}

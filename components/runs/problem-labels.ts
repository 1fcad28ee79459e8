import type { explainError } from '@/lib/protocol/errors/explain-error';
import { type FieldName, fieldNamed } from '@/lib/protocol/request/completion-request';
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

const WORDS = {
  offline: {
    title: "Can't reach the playground server",
    advice: 'Check your network. Your prompt and settings are saved in this browser.',
  },
  gone: { title: 'Run not found', advice: 'It was deleted or belongs to another account.' },
  refused: { title: "The run couldn't start", advice: null },
  lost: {
    title: 'Lost connection to this run',
    advice: 'The run may still be in progress. Reconnect to check.',
    adviceExpired: 'Sign in to keep following this run, or it will stop soon.',
  },
  expired: {
    title: 'Your session has expired',
    advice: 'Sign in or continue as a guest, then run again. Your prompt and settings are still here.',
  },
  unexplained: { title: 'The run failed', advice: null },
} as const;

/**
 * Describes why a run did not end well; null when it did.
 *
 * @param explain null while it is loading: then the upstream's own message has to do
 */
export function problemOf(view: RunView, explain: typeof explainError | null): Problem | null {
  const { error, refusal, errorAt, startRequest } = view;
  const extra = startRequest.request.extra_body;
  if (error) {
    const { title, advice, goesTo, parameter } = explain?.(error, extra) ?? UNEXPLAINED;
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
    const param = fieldNamed(refusal.param?.replace(/^request\./, ''), extra);
    return {
      ...WORDS[offline ? 'offline' : gone ? 'gone' : 'refused'],
      detail: offline ? null : refusal.message,
      goesTo: param ? 'parameter' : refusal.code === 'address_refused' ? 'connection' : 'retry',
      param,
      retryAt: after(errorAt, refusal.retryAfterMs ?? null),
      tone: 'bad',
    };
  }
  if (view.lost) {
    const { code, message } = view.lost.error;
    const { title, advice, adviceExpired } = WORDS.lost;
    return {
      title,
      detail: null,
      advice: `${message} ${code === 'not_signed_in' ? adviceExpired : advice}`,
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
  ...WORDS.expired,
  detail: null,
  goesTo: 'retry',
  param: null,
  retryAt: null,
  tone: 'warn',
};

const UNEXPLAINED = { ...WORDS.unexplained, goesTo: 'retry', parameter: null } as const;

function after(from: number | null, wait: number | null): number | null {
  return from === null || wait === null || wait <= 0 ? null : from + wait;
}

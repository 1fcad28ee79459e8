import type { RunStatus } from '@/lib/protocol/run/run-events';
import type { RunView } from './run-view';

/** The tone of a label, for choosing its colour. */
type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

/** The label and tone of each run status, wherever it is shown. */
export const STATUS_LABELS: Readonly<Record<RunStatus, { readonly label: string; readonly tone: Tone }>> = {
  streaming: { label: 'Running', tone: 'accent' },
  complete: { label: 'Complete', tone: 'good' },
  truncated: { label: 'Cut off', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
  stopped: { label: 'Stopped', tone: 'neutral' },
  interrupted: { label: 'Interrupted', tone: 'warn' },
  refused: { label: 'Rejected', tone: 'bad' },
};

/** What is happening, in one or two words. */
export function statusLabel(view: RunView): { label: string; tone: Tone } {
  if (view.phase === 'ended') return STATUS_LABELS[view.status];
  if (view.phase === 'refused') return { label: 'Not run', tone: 'bad' };
  if (view.stopping) return { label: 'Stopping', tone: 'neutral' };
  if (view.lost) return { label: 'Connection lost', tone: 'warn' };
  if (view.link === 'reconnecting') return { label: 'Connection lost, reconnecting', tone: 'warn' };
  switch (view.phase) {
    case 'sending':
      return { label: 'Sending', tone: 'accent' };
    case 'retrying':
      return { label: 'Waiting to retry', tone: 'warn' };
    case 'waiting':
      return {
        label: view.startRequest.request.stream ? 'Waiting for first token' : 'Waiting for response',
        tone: 'accent',
      };
    case 'writing':
      return { label: 'Generating', tone: 'accent' };
  }
}

/** Shown instead of an output without text. A choice without a finish reason never came. */
export function silenceLabel(status: RunStatus, finishReason: string | null): string {
  if (status === 'refused') return 'No text: the run was rejected.';
  if (status !== 'complete') return 'No text: the run ended before the first token.';
  return finishReason === null
    ? 'No text: the server sent nothing for this choice.'
    : 'No text: stopped immediately.';
}

/** What is shown of a run of one choice that ended without a text; null: it has one, may still write one, or says why itself. */
export function silenceOf(view: RunView | null): string | null {
  const [choice] = view?.choices ?? [];
  if (view?.status !== 'complete' || choice?.hasText) return null;
  return silenceLabel('complete', choice?.finishReason ?? null);
}

/** A sentence about an end that needs one; null for those that do not. */
export function endLabel(status: RunStatus): string | null {
  switch (status) {
    case 'truncated':
      return 'The response was cut off. Text received so far is kept.';
    case 'interrupted':
      return 'The playground server stopped during this run. Text received so far is kept.';
    default:
      return null;
  }
}

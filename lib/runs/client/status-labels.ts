import type { RunStatus } from '@/lib/protocol/run/run-events';
import type { RunView } from './run-view';

/** The tone of a label, for choosing its colour. */
type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

/** The label and tone of each run status, wherever it is shown. */
export const STATUS_WORDS: Readonly<Record<RunStatus, { readonly word: string; readonly tone: Tone }>> = {
  streaming: { word: 'Running', tone: 'accent' },
  complete: { word: 'Complete', tone: 'good' },
  truncated: { word: 'Cut off', tone: 'warn' },
  failed: { word: 'Failed', tone: 'bad' },
  stopped: { word: 'Stopped', tone: 'neutral' },
  interrupted: { word: 'Interrupted', tone: 'warn' },
};

/** What is happening, in one or two words. */
export function statusWord(view: RunView): { word: string; tone: Tone } {
  if (view.phase === 'ended') return STATUS_WORDS[view.status];
  if (view.phase === 'refused') return { word: 'Not run', tone: 'bad' };
  if (view.stopping) return { word: 'Stopping', tone: 'neutral' };
  if (view.lost) return { word: 'Connection lost', tone: 'warn' };
  if (view.link === 'reconnecting') return { word: 'Connection lost, reconnecting', tone: 'warn' };
  switch (view.phase) {
    case 'sending':
      return { word: 'Sending', tone: 'accent' };
    case 'retrying':
      return { word: 'Waiting to retry', tone: 'warn' };
    case 'waiting':
      return {
        word: view.ask.request.stream ? 'Waiting for first token' : 'Waiting for response',
        tone: 'accent',
      };
    case 'writing':
      return { word: 'Generating', tone: 'accent' };
  }
}

/** Shown instead of an output without text. A choice without a finish reason never came. */
export function silenceLabel(status: RunStatus, finishReason: string | null): string {
  if (status !== 'complete') return 'No text: the run ended before the first token.';
  return finishReason === null
    ? 'No text: the server sent nothing for this choice.'
    : 'No text: the model ended at once.';
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

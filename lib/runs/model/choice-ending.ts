import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { endingLabel, shortEndingLabel } from '@/lib/protocol/run/finish-reason';
import type { StopReason } from '@/lib/protocol/run/run-events';
import { isOnlyScoring } from './score/score-request';

export interface ChoiceEnding {
  readonly short: string;
  readonly full: string;
}

/** How a choice ended. Null while it has not, and for a text that was only scored: no end of it was asked for. */
export function choiceEnding(
  request: CompletionRequest,
  { finishReason, stopReason }: { finishReason: string | null; stopReason?: StopReason | null | undefined },
): ChoiceEnding | null {
  if (!finishReason || isOnlyScoring(request)) return null;
  return {
    short: shortEndingLabel(
      finishReason,
      stopReason,
      request.stop !== undefined || request.stop_token_ids !== undefined,
    ),
    full: endingLabel(finishReason, stopReason),
  };
}

import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Choice } from '@/lib/protocol/run/run-state';
import { scoreChoice, type TextScore } from './text-score';

/** The score of a run's text, with what tells it from another one's. */
export interface NamedScore {
  readonly text: string;
  readonly score: TextScore;
  readonly model: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface ScoredRun {
  readonly request: CompletionRequest;
  readonly choices: readonly Choice[];
  readonly startedAt: number;
}

/** The first of a run's texts that has a score; also of a run that generated more behind its echoed prompt. */
export function firstScore({ request, choices, startedAt }: ScoredRun): NamedScore | null {
  for (const choice of choices) {
    const result = scoreChoice(request, choice);
    if (result.ok) return { text: choice.text, score: result.score, model: request.model, startedAt };
  }
  return null;
}

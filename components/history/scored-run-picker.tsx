'use client';

import { mayHaveScore } from '@/lib/history/client/may-have-score';
import { RunPicker } from './run-picker';

const WITH_PROBABILITIES = { probabilities: true } as const;

/** Finds a run whose text was scored. */
export function ScoredRunPicker({
  onPick,
  onClose,
}: {
  onPick: (runId: string) => void;
  onClose: () => void;
}) {
  return (
    <RunPicker
      filter={WITH_PROBABILITIES}
      isListed={mayHaveScore}
      unlisted={(count) =>
        `${count.toLocaleString('en')} ${count === 1 ? 'run has' : 'runs have'} probabilities only for generated text, so there's no score to compare. Press “Score” on the text to get one.`
      }
      empty="No scored runs yet."
      onPick={({ id }) => onPick(id)}
      onClose={onClose}
    />
  );
}

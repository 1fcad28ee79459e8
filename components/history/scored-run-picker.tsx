'use client';

import { RunPicker } from './run-picker';

const WITH_PROBABILITIES = { probabilities: true } as const;

/** Finds a run whose text may be scored: only those with probabilities are listed. */
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
      empty="No runs with probabilities yet."
      onPick={({ id }) => onPick(id)}
      onClose={onClose}
    />
  );
}

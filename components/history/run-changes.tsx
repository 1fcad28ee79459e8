import { changesText } from '@/lib/runs/model/change-text';
import type { RunSummary } from '@/lib/runs/model/runs';

export interface RunChangesProps {
  changes: NonNullable<RunSummary['changes']>;
}

/** What a run changed, before its text in a list. */
export function RunChanges({ changes }: RunChangesProps) {
  return (
    <span className="inline-block max-w-full truncate pr-2 align-bottom text-ink first-letter:uppercase">
      {changesText(changes)}
    </span>
  );
}

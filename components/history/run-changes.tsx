import { changesText } from '@/lib/runs/model/change-text';
import type { RunSummary } from '@/lib/runs/model/runs';

export interface RunChangesProps {
  changes: NonNullable<RunSummary['changes']>;
}

/** What a run changed, behind its text in a list. */
export function RunChanges({ changes }: RunChangesProps) {
  return (
    <span className="ml-auto inline-block max-w-[45%] shrink-0 truncate text-2xs text-ink-3 first-letter:uppercase">
      {changesText(changes)}
    </span>
  );
}

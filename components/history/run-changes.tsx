import { GitBranch } from 'lucide-react';
import { branchPoint } from '@/lib/history/model/changed-words';
import { briefChangesText, changesText } from '@/lib/runs/model/change-text';
import type { RunSummary } from '@/lib/runs/model/runs';

export interface RunChangesProps {
  run: RunSummary;
}

/** What a run changed, or where it branched, behind its text in a list. */
export function RunChanges({ run: { changes, branchedAfter, promptPreview } }: RunChangesProps) {
  if (branchedAfter !== undefined) {
    const point = branchPoint(promptPreview, branchedAfter);
    return (
      <span
        title={point === null ? 'Branched' : `Branched at ${point.slice(3)}`}
        className="ml-auto inline-flex max-w-[45%] shrink-0 items-center gap-1 text-2xs text-ink-3"
      >
        <GitBranch role="img" aria-label="Branched" className="size-3 shrink-0" />
        {point && <span className="truncate">{point}</span>}
      </span>
    );
  }
  if (changes === undefined) return null;
  const whole = changesText(changes);
  const brief = briefChangesText(changes);
  return (
    <span
      title={whole}
      className="ml-auto inline-block max-w-[45%] shrink-0 truncate text-2xs text-ink-3 first-letter:uppercase"
    >
      {brief === whole ? (
        whole
      ) : (
        <>
          <span aria-hidden="true">{brief}</span>
          <span className="sr-only">{whole}</span>
        </>
      )}
    </span>
  );
}

import { briefChangesText, changesText } from '@/lib/runs/model/change-text';
import type { RunSummary } from '@/lib/runs/model/runs';

export interface RunChangesProps {
  changes: NonNullable<RunSummary['changes']>;
}

/** What a run changed, behind its text in a list. */
export function RunChanges({ changes }: RunChangesProps) {
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

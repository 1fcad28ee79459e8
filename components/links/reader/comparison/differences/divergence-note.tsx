import { DivergenceSideView } from '@/components/compare/panes/divergence-side';
import type { Difference } from '@/lib/compare/client/comparison-job';
import type { Divergence } from '@/lib/compare/model/divergence';
import { divergenceSummary } from '@/lib/compare/model/what-differs';

export interface DivergenceNoteProps {
  name: string;
  reference: string;
  isReference: boolean;
  divergence: Divergence | null;
  /** Null until it is found. */
  difference: Difference | null;
}

/** Above a text: where it leaves the reference, with what else could have come there, and how much differs in all. */
export function DivergenceNote({
  name,
  reference,
  isReference,
  divergence,
  difference,
}: DivergenceNoteProps) {
  if (isReference) return <p className="text-xs font-medium text-accent">The reference</p>;
  if (divergence === null) return <p className="text-xs text-ink-2">The same text as {reference}</p>;
  return (
    <section
      aria-label={`First divergence of ${name}`}
      className="rounded-sm border bg-sunken px-3 py-2 text-xs"
    >
      <p className="mb-1 text-ink-2 wrap-anywhere">{divergenceSummary(divergence, reference, name)}</p>
      <div className="grid grid-cols-2 gap-3">
        <DivergenceSideView
          side={divergence.other}
          title={name}
          open={divergence.other.alternatives !== null}
        />
        <DivergenceSideView
          side={divergence.reference}
          title={reference}
          open={divergence.reference.alternatives !== null}
        />
      </div>
      {difference && (
        <p className="mt-1 text-ink-3">
          {difference.summary} {difference.note}
        </p>
      )}
    </section>
  );
}

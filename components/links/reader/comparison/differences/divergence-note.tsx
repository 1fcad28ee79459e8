import { DivergenceBox } from '@/components/texts/divergence-box';
import type { Divergence } from '@/lib/texts/model/divergence';
import type { Difference } from '@/lib/texts/model/text-differences';

export interface DivergenceNoteProps {
  name: string;
  reference: string;
  isReference: boolean;
  divergence: Divergence | null;
  /** Null until it is computed. */
  difference: Difference | null;
}

/**
 * Above a text: where it diverges from the reference, the alternatives there, and how much differs in all.
 */
export function DivergenceNote({
  name,
  reference,
  isReference,
  divergence,
  difference,
}: DivergenceNoteProps) {
  if (isReference) return <p className="text-xs font-medium text-accent">The reference</p>;
  if (divergence === null) return <p className="text-xs text-ink-2">Same text as {reference}</p>;
  return (
    <>
      <DivergenceBox
        divergence={divergence}
        name={name}
        reference={reference}
        className="rounded-sm border bg-sunken px-3 py-2"
      />
      {difference && (
        <p className="mt-1 text-xs text-ink-3">
          {difference.note} {difference.summary}
        </p>
      )}
    </>
  );
}

import type { DiffPart } from '@/lib/compare/model/diff-parts';
import { DiffParts } from '../../rerun/difference';

/** A text with its changes from the reference. */
export function ChangesText({ name, parts }: { name: string; parts: readonly DiffPart[] }) {
  return (
    <section aria-label={`Changes of ${name}`}>
      <p className="mb-2 text-xs text-ink-2">
        <del className="diff-removed">only in the reference</del> <ins className="diff-added">only here</ins>
      </p>
      <DiffParts parts={parts} />
    </section>
  );
}

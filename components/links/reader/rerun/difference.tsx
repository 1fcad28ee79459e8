import { useMemo } from 'react';
import { DiffParts } from '@/components/texts/diff-parts';
import { diffWords } from '@/lib/texts/model/diff-text';
import { similarity } from '@/lib/texts/model/similarity';

/** The changes from the shared output to the new one. They can be recognised without colour. */
export function Difference({ before, after }: { before: string; after: string }) {
  const { parts, exact } = useMemo(() => diffWords(before, after), [before, after]);
  const alike = useMemo(() => similarity(before, after), [before, after]);
  return (
    <>
      {before === after ? (
        <p className="mb-2 text-xs text-ink-2">Identical text.</p>
      ) : (
        <p className="mb-2 text-xs text-ink-2">
          {Math.round(alike * 100)}% similar{exact ? '' : ' (approximate)'}:{' '}
          <del className="diff-removed">only in the shared text</del>{' '}
          <ins className="diff-added">only in yours</ins>
        </p>
      )}
      <DiffParts parts={parts} />
    </>
  );
}

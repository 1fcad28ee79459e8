import '@/components/compare/differences/differences.css';
import { useMemo } from 'react';
import type { DiffPart } from '@/lib/compare/model/diff-parts';
import { diffWords } from '@/lib/compare/model/diff-text';
import { similarity } from '@/lib/compare/model/similarity';

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

/** Removed and added parts, in text order. */
export function DiffParts({ parts }: { parts: readonly DiffPart[] }) {
  return (
    <div className="run-text text-model">
      {parts.map(({ kind, text }, at) => {
        // Parts have no identity of their own, and the list never changes.
        const key = `${at} ${kind}`;
        if (kind === 'same') return <span key={key}>{text}</span>;
        if (kind === 'added') {
          return (
            <ins key={key} className="diff-added">
              {text}
            </ins>
          );
        }
        return (
          <del key={key} className="diff-removed">
            {text}
          </del>
        );
      })}
    </div>
  );
}

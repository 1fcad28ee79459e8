import { useMemo } from 'react';
import { sharedPart, textDifference } from './text-difference';

/** What is different in a new output: taken out of the shared one, put in here. Can be told without colour. */
export function Difference({ before, after }: { before: string; after: string }) {
  const parts = useMemo(() => textDifference(before, after), [before, after]);
  if (before === after) {
    return (
      <>
        <p className="mb-2 text-xs text-ink-2">The same text, to the letter.</p>
        <div className="run-text text-model">{after}</div>
      </>
    );
  }
  if (!parts) {
    return (
      <>
        <p className="mb-2 text-xs text-ink-2">
          The texts are too long and too different to be laid side by side.
        </p>
        <div className="run-text text-model">{after}</div>
      </>
    );
  }
  return (
    <>
      <p className="mb-2 text-xs text-ink-2">
        {Math.round(sharedPart(parts) * 100)} % is the same.{' '}
        <del className="shared-removed">Only in the shared text</del>{' '}
        <ins className="shared-added">only in yours</ins>
      </p>
      <div className="run-text text-model">
        {parts.map(({ kind, text }, at) => {
          // Parts have no identity of their own, and the list is never changed.
          const key = `${at} ${kind}`;
          if (kind === 'same') return <span key={key}>{text}</span>;
          if (kind === 'added')
            return (
              <ins key={key} className="shared-added">
                {text}
              </ins>
            );
          return (
            <del key={key} className="shared-removed">
              {text}
            </del>
          );
        })}
      </div>
    </>
  );
}

'use client';

import { useMemo } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Link } from '@/components/ui/link';
import { diffWords } from '@/lib/texts/model/diff-text';
import { DiffParts } from './diff-parts';

export interface ComparedText {
  readonly name: string;
  readonly text: string;
  /** The run that it comes from; null: none. */
  readonly runId: string | null;
}

export interface TextDiffDialogProps {
  reference: ComparedText;
  other: ComparedText;
  onClose: () => void;
}

/** How one text differs from another, word by word; and the way to their runs in Compare, where both are runs. */
export function TextDiffDialog({ reference, other, onClose }: TextDiffDialogProps) {
  const { parts, exact } = useMemo(() => diffWords(reference.text, other.text), [reference.text, other.text]);
  const runs = [reference.runId, other.runId].filter((id) => id !== null);
  const isSame = parts.every(({ kind }) => kind === 'same');
  return (
    <Dialog
      onClose={onClose}
      title="Differences"
      className="max-w-3xl!"
      description={
        isSame ? (
          'Both texts are the same.'
        ) : (
          <>
            <span className="diff-removed">{reference.name}</span> and{' '}
            <span className="diff-added">{other.name}</span>
            {!exact && ' · approximate'}
          </>
        )
      }
      footer={
        runs.length === 2 &&
        runs[0] !== runs[1] && (
          <Link
            href={`/compare?runs=${runs.map(encodeURIComponent).join(',')}`}
            prefetch={false}
            className={buttonStyle()}
          >
            Open both runs in Compare
          </Link>
        )
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus a keyboard could not scroll it. */}
      <section aria-label="Text" tabIndex={0}>
        <DiffParts parts={parts} folds />
      </section>
    </Dialog>
  );
}

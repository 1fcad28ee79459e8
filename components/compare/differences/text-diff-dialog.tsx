'use client';

import './differences.css';
import { useMemo } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Link } from '@/components/ui/link';
import type { DiffPart } from '@/lib/compare/model/diff-parts';
import { diffWords } from '@/lib/compare/model/diff-text';

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
            {!exact && ' · compared roughly'}
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
      <section aria-label="Text" tabIndex={0} className="text-model wrap-anywhere whitespace-pre-wrap">
        {parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change.
          <Part key={at} part={part} isFirst={at === 0} isLast={at === parts.length - 1} />
        ))}
      </section>
    </Dialog>
  );
}

/** Units of equal text that are shown beside a difference. */
const CONTEXT = 300;

function Part({
  part: { kind, text },
  isFirst,
  isLast,
}: {
  part: DiffPart;
  isFirst: boolean;
  isLast: boolean;
}) {
  if (kind === 'removed') return <del className="diff-removed">{text}</del>;
  if (kind === 'added') return <ins className="diff-added">{text}</ins>;
  if (text.length <= 3 * CONTEXT) return text;
  const skipped = text.length - (isFirst || isLast ? CONTEXT : 2 * CONTEXT);
  return (
    <>
      {!isFirst && text.slice(0, CONTEXT)}
      <span className="mx-1 rounded-sm border px-1 font-sans text-2xs text-ink-3">
        {skipped.toLocaleString('en')} equal characters
      </span>
      {!isLast && text.slice(-CONTEXT)}
    </>
  );
}

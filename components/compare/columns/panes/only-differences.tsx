'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { formatJsonPath } from '@/lib/texts/model/diff-json';
import type { DiffPart } from '@/lib/texts/model/diff-parts';
import type { Difference } from '@/lib/texts/model/text-differences';

interface Change {
  /** Context of the change: the words before it, or a path. */
  readonly before: string;
  readonly removed: string;
  readonly added: string;
  readonly after: string;
}

/** Changes drawn at once; a button shows more. */
const STEP = 100;
/** UTF-16 units of context on each side. */
const CONTEXT = 28;

/** A list of the differences alone: − what the reference has, + what this output has instead. */
export function OnlyDifferences({ difference, label }: { difference: Difference; label: string }) {
  const [shownCount, setShownCount] = useState(STEP);
  const changes = useMemo(
    () => (difference.json ? jsonChanges(difference.json) : textChanges(difference.parts)),
    [difference],
  );
  return (
    <section
      ref={focusableScroller}
      aria-label={label}
      className="min-h-0 flex-1 overflow-y-auto px-4 py-2 -outline-offset-2"
    >
      {changes.length === 0 ? (
        <p className="py-1 text-ink-2">No differences.</p>
      ) : (
        <ol className="divide-y divide-line">
          {numbersTo(Math.min(shownCount, changes.length)).map((at) => (
            <ChangeItem key={at} change={changes[at]} />
          ))}
        </ol>
      )}
      {changes.length > shownCount && (
        <Button size="sm" className="my-2" onClick={() => setShownCount(shownCount + STEP)}>
          Show {Math.min(STEP, changes.length - shownCount)} more of {changes.length.toLocaleString('en')}
        </Button>
      )}
    </section>
  );
}

function ChangeItem({ change }: { change: Change | undefined }) {
  if (!change) return null;
  const { before, removed, added, after } = change;
  return (
    <li className="py-1.5 font-mono text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap">
      {before && <span className="text-ink-3">{before}</span>}
      {removed !== '' && (
        <del className="diff-removed">
          <Sign>−</Sign>
          {visibleEnds(removed)}
        </del>
      )}
      {added !== '' && (
        <ins className="diff-added">
          <Sign>+</Sign>
          {visibleEnds(added)}
        </ins>
      )}
      {after && <span className="text-ink-3">{after}</span>}
    </li>
  );
}

function Sign({ children }: { children: string }) {
  return <span className="px-0.5 font-sans font-semibold select-none">{children}</span>;
}

/** Makes white space at the ends visible; a change of white space alone would show nothing. */
function visibleEnds(text: string): string {
  return text.trim() === '' ? visibleInline(text) : text;
}

function textChanges(parts: readonly DiffPart[]): Change[] {
  const changes: Change[] = [];
  let before = '';
  let open: { removed: string; added: string } | null = null;
  const close = (after: string) => {
    if (open) changes.push({ before, ...open, after });
    open = null;
  };
  for (const { kind, text } of parts) {
    if (kind === 'same') {
      close(text.length > CONTEXT ? `${text.slice(0, CONTEXT).trimEnd()} …` : text);
      before = text.length > CONTEXT ? `… ${text.slice(-CONTEXT).trimStart()}` : text;
    } else {
      open ??= { removed: '', added: '' };
      open[kind] += text;
    }
  }
  close('');
  return changes;
}

function jsonChanges(differences: NonNullable<Difference['json']>): Change[] {
  return differences.map(({ kind, path, referencePath, before, after }) => {
    const where = formatJsonPath(path) || 'whole';
    const from = referencePath && kind === 'moved' ? ` (from ${formatJsonPath(referencePath)})` : '';
    return {
      before: `${where}${from}: `,
      removed: kind === 'moved' ? '' : (before ?? ''),
      added: kind === 'moved' ? 'moved' : (after ?? ''),
      after: '',
    };
  });
}

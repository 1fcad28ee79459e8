import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import type { Divergence, DivergenceSide } from '@/lib/texts/model/divergence';
import { divergenceSummary } from '@/lib/texts/model/what-differs';
import { DivergenceSideView } from './divergence-side';

export interface DivergenceBoxProps {
  divergence: Divergence;
  /** The names of this output and of the reference. */
  name: string;
  reference: string;
  /** Replaces the plain heading. */
  heading?: ReactNode;
  actions?: ReactNode;
  /** Hides the alternatives. */
  collapsed?: boolean;
  className: string;
}

/** Where an output diverges from the reference: the two tokens and their alternatives. */
export function DivergenceBox({
  divergence,
  name,
  reference,
  heading,
  actions,
  collapsed = false,
  className,
}: DivergenceBoxProps) {
  const { other, reference: theirs, approximate } = divergence;
  const summary = divergenceSummary(divergence, reference, name);
  const open = !collapsed && hasAlternatives(divergence);
  return (
    <section aria-label={`First divergence in ${name}`} className={cx('text-xs', className)}>
      <div className="flex items-center gap-2">
        {heading || <span className="shrink-0 text-ink-2">First divergence</span>}
        <span className="min-w-0 flex-1 truncate text-ink-3" title={summary}>
          {positionLabel(other, approximate)}
        </span>
        {actions}
      </div>
      <p className="sr-only">{summary}</p>
      <div className="grid grid-cols-2 gap-3">
        <DivergenceSideView side={other} title={name} open={open} />
        <DivergenceSideView side={theirs} title={reference} open={open} />
      </div>
    </section>
  );
}

export function hasAlternatives({ other, reference }: Divergence): boolean {
  return other.alternatives !== null || reference.alternatives !== null;
}

function positionLabel({ tokenIndex, ended }: DivergenceSide, approximate: boolean): string {
  if (ended || tokenIndex === null) return 'at the end';
  return approximate ? 'by word' : `at token ${(tokenIndex + 1).toLocaleString('en')}`;
}

'use client';

import { useRouter } from 'next/navigation';
import type { MouseEvent } from 'react';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { compareHref, composingHref } from '@/lib/compare/client/comparison-url';
import { leftComparison, noteLeftComparison } from '@/lib/compare/client/left-comparison';
import { sweepOfComparisonHref } from '@/lib/compare/client/sweep-address';
import { kindOf, type PlanKind } from '@/lib/compare/model/plan-cells';

const MODES = [
  { kind: 'columns', label: 'Columns' },
  { kind: 'sweep', label: 'Sweep' },
] as const;

/**
 * The two ways to compare; each keeps what was composed or run in it, and the way back leads there. A sweep goes on with the
 * request of the columns that it is opened from.
 */
export function ModeSwitch() {
  const { plan } = useCompareStore();
  const router = useRouter();
  const kind = usePlan((view) => kindOf(view.plan));
  const onClick = (event: MouseEvent, to: typeof kind) => {
    // The current one stays: its address may name a saved comparison.
    if (to === kind) return event.preventDefault();
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const { plan: left, comparison } = plan.view();
    noteLeftComparison(left, comparison?.id ?? null);
    router.push(to === 'sweep' ? sweepOfComparisonHref(left) : hrefOf(to));
  };
  return (
    <nav aria-label="Compare by" className="inline-flex shrink-0 items-center">
      <span aria-hidden="true" className="mr-2 text-xs text-ink-3 max-wide:hidden">
        Compare by
      </span>
      <span className="inline-flex rounded-sm border border-line-strong/60">
        {MODES.map((mode) => (
          <Link
            key={mode.kind}
            href={hrefOf(mode.kind)}
            aria-current={mode.kind === kind ? 'page' : undefined}
            onClick={(event) => onClick(event, mode.kind)}
            className={cx(
              'inline-flex h-[30px] items-center border-l border-line px-2 text-xs text-ink-2 first:rounded-l-[3px] first:border-l-0 last:rounded-r-[3px]',
              'hover:bg-hover hover:text-ink focus-visible:z-1 pointer-coarse:h-[38px]',
              'aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent',
            )}
          >
            {mode.label}
          </Link>
        ))}
      </span>
    </nav>
  );
}

/** What was left in this mode, or else what is being composed in it. */
function hrefOf(kind: PlanKind): string {
  const left = leftComparison(kind);
  return left ? compareHref(left.id) : composingHref(kind);
}

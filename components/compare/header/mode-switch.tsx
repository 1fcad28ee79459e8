'use client';

import { useRouter } from 'next/navigation';
import type { MouseEvent } from 'react';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { composingHref } from '@/lib/compare/client/comparison-url';
import { sweepOfComparisonHref } from '@/lib/compare/client/sweep-address';
import { kindOf } from '@/lib/compare/model/plan-cells';

const MODES = [
  { kind: 'columns', label: 'Columns' },
  { kind: 'sweep', label: 'Sweep' },
] as const;

/**
 * The two ways to compare; each keeps the draft that is being composed in it. A sweep goes on with the request
 * of the columns that it is opened from.
 */
export function ModeSwitch() {
  const { plan } = useCompareStore();
  const router = useRouter();
  const kind = usePlan((view) => kindOf(view.plan));
  const onClick = (event: MouseEvent, to: typeof kind) => {
    // The current one stays: its address may name a saved comparison.
    if (to === kind) return event.preventDefault();
    if (to === 'columns' || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(sweepOfComparisonHref(plan.view().plan));
  };
  return (
    <nav
      aria-label="Comparison type"
      className="inline-flex shrink-0 rounded-sm border border-line-strong/60"
    >
      {MODES.map((mode) => (
        <Link
          key={mode.kind}
          href={composingHref(mode.kind)}
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
    </nav>
  );
}

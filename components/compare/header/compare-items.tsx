'use client';

import {
  CopyPlus,
  FastForward,
  Hourglass,
  ListChecks,
  ListTree,
  Scale,
  SquarePlus,
  StickyNote,
  Undo2,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { composingHref, newComparisonHref } from '@/lib/compare/client/comparison-url';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import { loadStashedPlan, stashPlan, storeNewPlan } from '@/lib/compare/client/new-plan-storage';
import { sweepAgainHref } from '@/lib/compare/client/sweep-address';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { FormatItems } from '../export/export-items';
import { useCompareActions } from './use-compare-actions';

export interface CompareItemsProps extends LazyMenuParts {
  onNote: () => void;
  onChecks: () => void;
  onJudge: () => void;
}

/** Touch screens show no tooltips: there these stand here in words, and not as icons in the header. */
const TOUCH_ONLY = 'not-pointer-coarse:hidden';

export function CompareItems({ onNote, onChecks, onJudge, trigger }: CompareItemsProps) {
  const { plan: store } = useCompareStore();
  const router = useRouter();
  const { runRemaining } = useCompareActions();
  const underWay = useIsUnderWay();
  const saved = usePlan(({ comparison }) => comparison !== null);
  const background = usePlan(({ plan }) => plan.background ?? false);
  const kind = usePlan(({ plan }) => kindOf(plan));

  // Read again on each opening: the menu does not render for every change.
  const hasStash = loadStashedPlan(kind) !== null;
  const bringBack = () => {
    const stored = loadStashedPlan(kind);
    if (stored === null) return;
    const { plan, title, note, comparison } = store.view();
    if (comparison === null) {
      stashPlan({ plan, title, note });
      store.change({ note: null, ...stored });
    } else {
      storeNewPlan(stored);
      router.push(composingHref(kind));
    }
  };
  const newHref = () => {
    const { plan } = store.view();
    return kindOf(plan) === 'sweep' ? sweepAgainHref(plan) : newComparisonHref();
  };
  const copy = () => {
    const { plan, title } = store.view();
    storeNewPlan({ plan, title: title === null ? null : `${title.slice(0, 190)} (copy)` });
    router.push(composingHref(kindOf(plan)));
  };
  return (
    <Menu label="This comparison" trigger={trigger} defaultOpen className="min-w-60">
      <MenuItem
        icon={<FastForward aria-hidden="true" />}
        disabled={underWay}
        onSelect={() => void runRemaining()}
      >
        Run remaining
      </MenuItem>
      <MenuItem
        icon={<Hourglass aria-hidden="true" />}
        onSelect={() => store.change({ plan: { ...store.view().plan, background: !background } })}
      >
        {background ? 'Stop runs when you leave' : 'Finish runs in the background'}
      </MenuItem>
      <MenuItem icon={<ListChecks aria-hidden="true" />} onSelect={onChecks}>
        Checks…
      </MenuItem>
      <MenuItem icon={<StickyNote aria-hidden="true" />} onSelect={onNote}>
        Note…
      </MenuItem>
      <MenuItem icon={<Scale aria-hidden="true" />} className={TOUCH_ONLY} onSelect={onJudge}>
        Blind vote…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<SquarePlus aria-hidden="true" />} onSelect={() => router.push(newHref())}>
        {kind === 'sweep' ? 'New sweep' : 'New comparison'}
      </MenuItem>
      <MenuItem icon={<CopyPlus aria-hidden="true" />} disabled={!saved} onSelect={copy}>
        Duplicate
      </MenuItem>
      {hasStash && (
        <MenuItem icon={<Undo2 aria-hidden="true" />} onSelect={bringBack}>
          Restore replaced comparison
        </MenuItem>
      )}
      <MenuItem icon={<ListTree aria-hidden="true" />} onSelect={() => router.push('/history/comparisons')}>
        Saved comparisons
      </MenuItem>
      <div className={TOUCH_ONLY}>
        <MenuSeparator />
        <MenuLabel>Export</MenuLabel>
      </div>
      <FormatItems className={TOUCH_ONLY} />
    </Menu>
  );
}

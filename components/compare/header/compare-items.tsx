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
import { Menu, MenuItems, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { composingHref, newComparisonHref } from '@/lib/compare/client/comparison-url';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import { loadStashedPlan, stashPlan, storeNewPlan } from '@/lib/compare/client/new-plan-storage';
import { sweepAgainHref } from '@/lib/compare/client/sweep-address';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { FormatItems } from '../export/export-items';
import { useCompareView } from '../view-state';
import { useCompareActions } from './use-compare-actions';

/** Touch screens show no tooltips: there these stand here in words, and not as icons in the header. */
const TOUCH_ONLY = 'not-pointer-coarse:hidden';

export function CompareItems({ trigger }: LazyMenuParts) {
  const { plan: store } = useCompareStore();
  const { change } = useCompareView();
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
      <MenuItems
        items={[
          {
            icon: FastForward,
            label: 'Run remaining',
            disabled: underWay,
            onSelect: () => void runRemaining(),
          },
          {
            icon: Hourglass,
            label: background ? 'Stop runs when you leave' : 'Finish runs in the background',
            onSelect: () => store.change({ plan: { ...store.view().plan, background: !background } }),
          },
          { icon: ListChecks, label: 'Checks…', onSelect: () => change({ layer: 'checks' }) },
          { icon: StickyNote, label: 'Note…', onSelect: () => change({ layer: 'note' }) },
          {
            icon: Scale,
            label: 'Blind vote…',
            className: TOUCH_ONLY,
            onSelect: () => change({ layer: 'judge' }),
          },
          null,
          {
            icon: SquarePlus,
            label: kind === 'sweep' ? 'New sweep' : 'New comparison',
            onSelect: () => router.push(newHref()),
          },
          { icon: CopyPlus, label: 'Duplicate', disabled: !saved, onSelect: copy },
          ...(hasStash ? [{ icon: Undo2, label: 'Restore replaced comparison', onSelect: bringBack }] : []),
          {
            icon: ListTree,
            label: 'Saved comparisons',
            onSelect: () => router.push('/history/comparisons'),
          },
        ]}
      />
      <div className={TOUCH_ONLY}>
        <MenuSeparator />
        <MenuLabel>Export</MenuLabel>
      </div>
      <FormatItems className={TOUCH_ONLY} />
    </Menu>
  );
}

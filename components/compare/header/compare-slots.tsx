'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import type { OpenLink } from '@/lib/compare/client/open-address';

/** Parts of other features on this screen, supplied by its page. */
export interface CompareSlots {
  /** The share button; a null id: the comparison cannot be shared now. `prepare` stores it first. */
  readonly share: (comparisonId: string | null, prepare: () => Promise<boolean>) => ReactNode;
  readonly openLink: OpenLink;
}

const SlotsContext = createContext<CompareSlots | null>(null);

export function CompareSlotsProvider({ slots, children }: { slots: CompareSlots; children: ReactNode }) {
  return <SlotsContext value={slots}>{children}</SlotsContext>;
}

function useCompareSlots(): CompareSlots {
  const slots = useContext(SlotsContext);
  if (!slots) throw new Error('useCompareSlots needs a CompareSlotsProvider above it');
  return slots;
}

/** Shares the comparison by a link, once it is saved and none of its runs is live. */
export function ShareComparison() {
  const { plan } = useCompareStore();
  const { share } = useCompareSlots();
  const id = usePlan(({ comparison }) => comparison?.id ?? null);
  const underWay = useIsUnderWay();
  // A link shows what is stored, so the plan is stored first.
  const store = () =>
    plan.save().then(
      () => true,
      (error: unknown) => {
        toastError(error);
        return false;
      },
    );
  return share(underWay ? null : id, store);
}

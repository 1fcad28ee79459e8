'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import type { OpenLink } from '@/lib/compare/client/open-address';
import { useCompareView } from '../view-state';

/** Parts of other features on this screen, supplied by its page. */
export interface CompareSlots {
  /**
   * The share button; a null id: the comparison cannot be shared now. `prepare` stores it first, then `onShare` shows the
   * dialog.
   */
  readonly share: (
    comparisonId: string | null,
    prepare: () => Promise<boolean>,
    onShare: () => void,
  ) => ReactNode;
  /** It outlives the button, which is somewhere else on a phone that is turned. */
  readonly shareDialog: (comparisonId: string, onClose: () => void) => ReactNode;
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
  const { change } = useCompareView();
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
  return share(underWay ? null : id, store, () => change({ layer: 'share' }));
}

/** What the button opens, as a layer of the page. */
export function ShareLayer({ onClose }: { onClose: () => void }) {
  const { shareDialog } = useCompareSlots();
  const id = usePlan(({ comparison }) => comparison?.id ?? null);
  return id !== null && shareDialog(id, onClose);
}

'use client';

import { toast } from '@/components/ui/toast';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { useCompareSlots } from './compare-slots';

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
        toast(messageOf(error), { tone: 'bad' });
        return false;
      },
    );
  return share(underWay ? null : id, store);
}

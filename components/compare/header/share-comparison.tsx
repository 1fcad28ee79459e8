'use client';

import { ShareButton } from '@/components/links/share/share-button';
import { toast } from '@/components/ui/toast';
import { useIsUnderWay } from '@/lib/compare/client/comparison-actions';
import { useCompareRoom, usePlan } from '@/lib/compare/client/room-context';
import { messageOf } from '@/lib/playground/client/run-controller';

/** Hands the comparison on by a link, once it is saved and nothing of it goes on. */
export function ShareComparison() {
  const { plan } = useCompareRoom();
  const id = usePlan(({ comparison }) => comparison?.id ?? null);
  const underWay = useIsUnderWay();
  return (
    <ShareButton
      size="md"
      comparisonId={underWay ? null : id}
      // What is shared is what is stored.
      prepare={() =>
        plan.save().then(
          () => true,
          (error: unknown) => {
            toast(messageOf(error), { tone: 'bad' });
            return false;
          },
        )
      }
    />
  );
}

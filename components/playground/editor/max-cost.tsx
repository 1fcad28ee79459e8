'use client';

import { useEffect, useState } from 'react';
import { usePrices } from '@/lib/connections/client/prices';
import { draftCost } from '@/lib/playground/client/draft-cost';
import { getDraft, subscribeDraft, useDraft } from '@/lib/playground/client/draft-store';
import { maxCostLabel } from '@/lib/protocol/run/money';
import type { Cost } from '@/lib/protocol/run/price';

/** Milliseconds after the last key stroke: the prompt's tokens are estimated anew. */
const QUIET_MS = 300;

/** What a run of the draft costs at most; nothing without a price. */
export function MaxCost() {
  const connectionId = useDraft((draft) => draft.connectionId) ?? '';
  const model = useDraft((draft) => draft.model);
  const price = usePrices([connectionId])(connectionId, model);
  const key = price && JSON.stringify(price);
  const [cost, setCost] = useState<Cost | null>(null);
  useEffect(() => {
    if (key === null) return setCost(null);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => setCost(draftCost(getDraft(), JSON.parse(key)));
    count();
    const unsubscribe = subscribeDraft(() => {
      clearTimeout(timer);
      timer = setTimeout(count, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [key]);
  const label = cost && maxCostLabel([cost]);
  if (label === null) return null;
  return (
    <span data-max-cost="" className="text-xs whitespace-nowrap text-ink-3 tabular-nums">
      {label}
    </span>
  );
}

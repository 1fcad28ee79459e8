'use client';

import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Price } from '@/lib/protocol/run/price';

const PriceForm = lazy(async () => ({
  default: (await import('@/components/connections/price-form')).PriceForm,
}));

export interface PricedModel {
  readonly connectionId: string;
  readonly model: string;
  /** As it is; null: none is known. */
  readonly price: Price | null;
}

/** The form for a model's price, and what opens it. It belongs beside a layer that closes meanwhile, not into it. */
export function usePriceForm(): { priceForm: ReactNode; openPrice: (of: PricedModel) => void } {
  const [of, setOf] = useState<PricedModel | null>(null);
  const priceForm = of && (
    <Suspense fallback={null}>
      <PriceForm {...of} onClose={() => setOf(null)} />
    </Suspense>
  );
  return { priceForm, openPrice: setOf };
}

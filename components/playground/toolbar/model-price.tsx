'use client';

import { Button } from '@/components/ui/button';
import { usePrices } from '@/lib/connections/client/prices';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { formatMoney } from '@/lib/protocol/run/money';
import type { Price } from '@/lib/protocol/run/price';
import type { PricedModel } from './use-price-form';

export interface ModelPriceProps {
  connectionId: string;
  model: string;
  /** Opens the form. */
  onSet: (of: PricedModel) => void;
}

/** What the chosen model costs, and a way to say so. Nothing for the practice model, which costs nothing. */
export function ModelPrice({ connectionId, model, onSet }: ModelPriceProps) {
  const price = usePrices([connectionId])(connectionId, model);
  if (connectionId === PRACTICE_CONNECTION_ID || model === '') return null;
  return (
    <div className="flex items-center gap-2 border-t py-1 pr-1 pl-3 text-xs text-ink-3">
      <span className="min-w-0 flex-1 truncate tabular-nums" title={model}>
        {price === null ? 'No price' : `${priceLabel(price)} per million tokens`}
      </span>
      <Button size="sm" variant="ghost" onClick={() => onSet({ connectionId, model, price })}>
        {price === null ? 'Set price' : 'Change price'}
      </Button>
    </div>
  );
}

function priceLabel({ input, output, currency }: Price): string {
  return `${formatMoney({ amount: input, currency })} in, ${formatMoney({ amount: output, currency })} out`;
}

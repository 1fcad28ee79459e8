'use client';

import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ListStatus } from '@/components/shell/list-status';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import { useSetPrice, useSetPrices } from '@/lib/connections/client/prices';
import type { Connection } from '@/lib/connections/model/connections';
import { KINDS_THAT_LIST_PRICES, type ModelPrice } from '@/lib/connections/model/prices';
import { formatMoney } from '@/lib/protocol/run/money';
import { PriceForm } from './price-form';

/** The prices that were set on a connection, and their form. */
export function PricesDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { prices, error, isPending, refetch } = useSetPrices(connection.id);
  /** What the form is for; `new`: a model that is typed there. */
  const [editing, setEditing] = useState<ModelPrice | 'new' | null>(null);
  const remove = useSetPrice(connection.id);
  if (editing !== null) {
    const { model, price } = editing === 'new' ? { model: null, price: null } : editing;
    return (
      <PriceForm connectionId={connection.id} model={model} price={price} onClose={() => setEditing(null)} />
    );
  }
  return (
    <Dialog
      onClose={onClose}
      title={`Prices for ${connection.name}`}
      description={
        KINDS_THAT_LIST_PRICES.has(connection.kind)
          ? 'Per million tokens. This server lists its own prices. A price you set here overrides them.'
          : 'Per million tokens. Set a price to see the cost of runs and comparisons.'
      }
      className="max-w-xl"
      footer={
        <>
          <Button className="mr-auto" onClick={() => setEditing('new')}>
            Set a price
          </Button>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <ListStatus what="prices" isPending={isPending} error={error} onRetry={() => void refetch()} />
      {!isPending && !error && prices.length === 0 && <p className="text-ink-2">No prices set yet.</p>}
      {prices.length > 0 && (
        <table className="w-full border-collapse text-left">
          <thead className="text-xs text-ink-3">
            <tr>
              {['Model', 'Input', 'Output', 'Cached'].map((name) => (
                <th key={name} scope="col" className="py-1 pr-3 font-normal">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {prices.map((known) => (
              <PriceRow
                key={known.model}
                known={known}
                onEdit={() => setEditing(known)}
                onRemove={() =>
                  remove.mutate(
                    { model: known.model, price: null },
                    { onError: (failure) => toast(failure.message, { tone: 'bad' }) },
                  )
                }
              />
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}

/** In the order of the columns. */
const AMOUNTS = ['input', 'output', 'cachedInput'] as const;

interface PriceRowProps {
  known: ModelPrice;
  onEdit: () => void;
  onRemove: () => void;
}

function PriceRow({ known: { model, price }, onEdit, onRemove }: PriceRowProps) {
  const { currency } = price;
  return (
    <tr className="border-t">
      <th scope="row" className="py-1 pr-3 font-mono text-xs font-normal wrap-anywhere">
        {model}
      </th>
      {AMOUNTS.map((of) => {
        const amount = price[of];
        return (
          <td key={of} className="py-1 pr-3 text-xs whitespace-nowrap tabular-nums">
            {amount === undefined ? '–' : formatMoney({ amount, currency })}
          </td>
        );
      })}
      <td className="text-right whitespace-nowrap">
        <IconButton size="sm" label={`Change the price of ${model}`} onClick={onEdit}>
          <Pencil aria-hidden="true" />
        </IconButton>
        <IconButton size="sm" label={`Remove the price of ${model}`} onClick={onRemove}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      </td>
    </tr>
  );
}

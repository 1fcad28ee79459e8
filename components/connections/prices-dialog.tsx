'use client';

import { Pencil, Trash2 } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
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

export interface PricesDialogProps {
  connection: Connection;
  onClose: () => void;
  /** Gets the focus when it closes: its form, another dialog, may have been open in between. */
  focusAfter: RefObject<HTMLElement | null>;
}

/** The prices that were set on a connection, and their form. */
export function PricesDialog({ connection, onClose, focusAfter }: PricesDialogProps) {
  const { prices, error, isPending, refetch } = useSetPrices(connection.id);
  /** What the form is for; `new`: a model that is typed there. */
  const [editing, setEditing] = useState<ModelPrice | 'new' | null>(null);
  /** What the form was for last: its button gets the focus back. */
  const [edited, setEdited] = useState<ModelPrice | 'new' | null>(null);
  const remove = useSetPrice(connection.id);
  const { list, focusNextTo } = useFocusAfterRemoval(prices);
  const edit = (known: ModelPrice | 'new') => {
    setEditing(known);
    setEdited(known);
  };
  if (editing !== null) {
    const { model, price } = editing === 'new' ? { model: null, price: null } : editing;
    return (
      <PriceForm connectionId={connection.id} model={model} price={price} onClose={() => setEditing(null)} />
    );
  }
  return (
    <Dialog
      onClose={onClose}
      focusAfter={focusAfter}
      title={`Prices for ${connection.name}`}
      description={
        KINDS_THAT_LIST_PRICES.has(connection.kind)
          ? 'Per million tokens. The server lists its own prices. A price you set here overrides them.'
          : 'Per million tokens. Set a price to see the cost of runs and comparisons.'
      }
      className="max-w-xl"
      footer={
        <>
          <Button
            className="mr-auto"
            data-autofocus={edited === 'new' ? '' : undefined}
            onClick={() => edit('new')}
          >
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
          <tbody ref={list}>
            {prices.map((known, at) => (
              <PriceRow
                key={known.model}
                known={known}
                isEdited={edited !== 'new' && edited?.model === known.model}
                onEdit={() => edit(known)}
                onRemove={() =>
                  remove.mutate(
                    { model: known.model, price: null },
                    {
                      onSuccess: () => focusNextTo(at),
                      onError: (failure) => toast(failure.message, { tone: 'bad' }),
                    },
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

/** When a row was removed, its button's focus goes to that of the next row; without any, the dialog keeps it. */
function useFocusAfterRemoval(prices: readonly ModelPrice[]) {
  const list = useRef<HTMLTableSectionElement>(null);
  const removed = useRef<number | null>(null);
  useEffect(() => {
    if (removed.current === null) return;
    const row = list.current?.rows[Math.min(removed.current, prices.length - 1)];
    removed.current = null;
    [...(row?.querySelectorAll('button') ?? [])].at(-1)?.focus();
  }, [prices]);
  return {
    list,
    focusNextTo: (at: number) => {
      removed.current = at;
    },
  };
}

/** In the order of the columns. */
const AMOUNTS = ['input', 'output', 'cachedInput'] as const;

interface PriceRowProps {
  known: ModelPrice;
  /** Its form was open last. */
  isEdited: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function PriceRow({ known: { model, price }, isEdited, onEdit, onRemove }: PriceRowProps) {
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
        <IconButton
          size="sm"
          data-autofocus={isEdited ? '' : undefined}
          label={`Change the price of ${model}`}
          word="Change"
          onClick={onEdit}
        >
          <Pencil aria-hidden="true" />
        </IconButton>
        <IconButton size="sm" label={`Remove the price of ${model}`} word="Remove" onClick={onRemove}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      </td>
    </tr>
  );
}

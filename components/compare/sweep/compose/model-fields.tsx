'use client';

import { ChevronsUpDown } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { usePriceForm } from '@/components/playground/toolbar/use-price-form';
import { cx } from '@/components/ui/cx';
import { Popover } from '@/components/ui/popover';
import { Select } from '@/components/ui/select';
import { Spinner } from '@/components/ui/spinner';
import type { PlannedModel } from '@/lib/compare/model/plan-cells';
import { useFirstModel } from '@/lib/connections/client/use-first-model';
import { useConnectionSelect } from '../../use-connection-select';

const loadList = () => import('@/components/playground/toolbar/model-list');
const ModelList = lazy(async () => ({ default: (await loadList()).ModelList }));

export interface ModelFieldsProps {
  chosen: PlannedModel;
  onChoose: (chosen: PlannedModel) => void;
  /** Why it can't be run. */
  issue: string | null;
  /** Of several: its place in their list, from 1. */
  number?: number;
  /** Models that are not taken by themselves, when a connection is chosen. */
  taken?: readonly PlannedModel[];
}

/** A connection, and one of its models. */
export function ModelFields({ chosen, onChoose, issue, number, taken = [] }: ModelFieldsProps) {
  const { connectionId, model } = chosen;
  const [open, setOpen] = useState(false);
  const { priceForm, openPrice } = usePriceForm();
  const isTaken = (id: string, name: string) =>
    taken.some((other) => other.connectionId === id && other.model === name);
  const { isKnown, select, options } = useConnectionSelect(
    connectionId,
    ({ connectionId: id, model: next }) =>
      onChoose({ connectionId: id, model: isTaken(id, next) ? '' : next }),
  );
  const isLoading = useFirstModel(isKnown && model === '' ? connectionId : null, (first) => {
    if (!isTaken(connectionId, first)) onChoose({ connectionId, model: first });
  });
  const text = model !== '' ? model : isLoading ? 'Loading models…' : 'Choose a model';
  const suffix = number === undefined ? '' : ` ${number}`;
  return (
    <div className="grid min-w-0 flex-1 grid-cols-2 gap-2">
      <Select {...select} aria-label={`Connection${suffix}`} className="w-full">
        {options}
      </Select>
      <Popover
        label="Models"
        open={open}
        onOpenChange={setOpen}
        className="w-[min(420px,calc(100vw-16px))]"
        trigger={
          <button
            type="button"
            data-model={model}
            aria-label={model === '' ? `${text}${suffix && ` for${suffix}`}` : `Model${suffix}: ${model}`}
            title={issue ?? model}
            onPointerEnter={() => void loadList()}
            onFocus={() => void loadList()}
            className={cx(
              'flex h-8 w-full min-w-0 items-center gap-1.5 rounded-sm border bg-sunken px-2 text-left text-sm hover:border-ink-3 pointer-coarse:h-10',
              issue && !isLoading ? 'border-bad' : 'border-line-strong',
            )}
          >
            <span className={cx('min-w-0 flex-1 truncate', model === '' ? 'text-ink-3' : 'font-mono')}>
              {text}
            </span>
            <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
          </button>
        }
      >
        <Suspense
          fallback={
            <div className="flex h-24 items-center justify-center">
              <Spinner />
            </div>
          }
        >
          <ModelList
            connectionId={connectionId}
            chosen={model}
            onChoose={(name, of = connectionId) => {
              onChoose({ connectionId: of, model: name });
              setOpen(false);
            }}
            onSetPrice={(of) => {
              setOpen(false);
              openPrice(of);
            }}
          />
        </Suspense>
      </Popover>
      {priceForm}
    </div>
  );
}

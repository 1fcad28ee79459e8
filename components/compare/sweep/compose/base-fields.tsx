'use client';

import { ChevronsUpDown } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { usePriceForm } from '@/components/playground/toolbar/use-price-form';
import { cx } from '@/components/ui/cx';
import { Popover } from '@/components/ui/popover';
import { Select } from '@/components/ui/select';
import { Spinner } from '@/components/ui/spinner';
import { modelFor } from '@/lib/compare/client/new-plans';
import { withBase } from '@/lib/compare/client/sweep-edits';
import { sweepIssues, useChangeSweep, useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { useConnections } from '@/lib/connections/client/connection-list';
import { useFirstModel } from '@/lib/connections/client/use-first-model';

const loadList = () => import('@/components/playground/toolbar/model-list');
const ModelList = lazy(async () => ({ default: (await loadList()).ModelList }));

/** The connection and the model of all cells. */
export function BaseFields() {
  const { connections, isPending } = useConnections();
  const change = useChangeSweep();
  const connectionId = useSweepPlan(({ base }) => base.connectionId);
  const model = useSweepPlan(({ base }) => base.model);
  const issue = useSweepPlan(
    (plan) =>
      sweepIssues(plan)
        .flatMap(({ issues }) => issues)
        .find(({ param }) => param === 'model')?.message ?? null,
  );
  const [open, setOpen] = useState(false);
  const { priceForm, openPrice } = usePriceForm();
  const known = connections.some(({ id }) => id === connectionId);
  const isLoading = useFirstModel(known && model === '' ? connectionId : null, (first) =>
    change((plan) =>
      plan.base.model === '' && plan.base.connectionId === connectionId
        ? withBase(plan, { model: first })
        : plan,
    ),
  );
  const text = model !== '' ? model : isLoading ? 'Loading models…' : 'Choose a model';
  return (
    <div className="grid grid-cols-2 gap-2 px-4 pb-2">
      <Select
        aria-label="Connection"
        aria-invalid={(!known && !isPending) || undefined}
        value={connectionId}
        onChange={(event) => {
          const id = event.currentTarget.value;
          const connection = connections.find((candidate) => candidate.id === id);
          if (connection)
            change((plan) => withBase(plan, { connectionId: id, model: modelFor(id, connection) }));
        }}
        className="w-full"
      >
        {!known && (
          <option value={connectionId} disabled>
            {isPending ? 'Connection' : 'Connection deleted'}
          </option>
        )}
        {connections.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Popover
        label="Models"
        open={open}
        onOpenChange={setOpen}
        className="w-[min(420px,calc(100vw-16px))]"
        trigger={
          <button
            type="button"
            data-base-model=""
            aria-label={model === '' ? text : `Model: ${model}`}
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
            onChoose={(chosen) => {
              change((plan) => withBase(plan, { model: chosen }));
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

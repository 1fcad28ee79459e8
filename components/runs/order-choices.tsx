'use client';

import { useStore } from 'zustand';
import { Select } from '@/components/ui/select';
import { choiceOrder } from '@/lib/runs/client/chosen-choice';

/** Over several choices with probabilities: their order, and what it goes by. */
export function OrderChoices() {
  const order = useStore(choiceOrder.store);
  return (
    <div className="flex min-h-8 shrink-0 items-center gap-2 border-b px-4 text-xs text-ink-3 not-pointer-coarse:py-1">
      <Select
        size="sm"
        aria-label="Order of choices"
        value={order}
        onChange={({ currentTarget }) =>
          choiceOrder.choose(currentTarget.value === 'index' ? 'index' : 'likely')
        }
      >
        <option value="likely">Most likely first</option>
        <option value="index">By number</option>
      </Select>
      {order === 'likely' && <span className="min-w-0 truncate">ranked by mean logprob</span>}
    </div>
  );
}

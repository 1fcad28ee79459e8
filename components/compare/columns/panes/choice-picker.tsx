'use client';

import { choiceName } from '@/components/runs/choice-name';
import { Select } from '@/components/ui/select';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { capitalized } from '@/lib/protocol/text/capitalized';
import type { RunStore } from '@/lib/runs/client/run-store';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { useCompareView } from '../../view-state';

/** Selects the choice that is compared and measured. Renders nothing where there is only one. */
export function ChoicePicker({ id, store }: { id: string; store: RunStore | null }) {
  const { choices, change } = useCompareView();
  const several = useVariants((columns) => columns.length > 1);
  const count = useRunView(store, (view) => view?.choices.length ?? 0);
  const n = useRunView(store, (view) => view?.startRequest.request.n ?? 1);
  const prompts = useRunView(store, (view) =>
    Array.isArray(view?.startRequest.request.prompt) ? view.startRequest.request.prompt.length : 1,
  );
  if (count < 2 || !several) return null;
  return (
    <div className="flex shrink-0 items-center gap-2 border-b px-4 py-1 text-xs text-ink-2">
      <span id={`compared-${id}`}>Choice to compare</span>
      <Select
        size="sm"
        aria-labelledby={`compared-${id}`}
        value={String(choices[id] ?? 0)}
        onValueChange={(chosen) => change({ choices: { ...choices, [id]: Number(chosen) } })}
        options={numbersTo(count).map((value) => ({
          value,
          label: capitalized(choiceName(value, n, prompts)),
        }))}
        className="min-w-0 flex-1"
      />
    </div>
  );
}

'use client';

import { choiceName } from '@/components/runs/choice-name';
import { Select } from '@/components/ui/select';
import { useVariants } from '@/lib/compare/client/plan-actions';
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
      <span id={`compared-${id}`}>Choice used for differences</span>
      <Select
        size="sm"
        aria-labelledby={`compared-${id}`}
        value={String(choices[id] ?? 0)}
        onChange={(event) => change({ choices: { ...choices, [id]: Number(event.currentTarget.value) } })}
        className="min-w-0 flex-1"
      >
        {Array.from({ length: count }, (_, index) => choiceName(index, n, prompts)).map((name, index) => (
          <option key={name} value={index}>
            {capitalized(name)}
          </option>
        ))}
      </Select>
    </div>
  );
}

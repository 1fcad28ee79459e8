'use client';

import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import type { DiffMode } from '@/lib/compare/client/comparison-job';
import { useChangePlan, useColumnsPlan } from '@/lib/compare/client/plan-actions';
import { columnTitle } from '../columns/column-title';
import { useComparisonResults } from '../comparison-results';
import { useCompareView } from '../view-state';

const SHOWN = [
  { value: 'text', label: 'Text' },
  { value: 'changes', label: 'Changes' },
  { value: 'only', label: 'Only differences' },
] as const;

const MODES: readonly { readonly value: Exclude<DiffMode, 'auto'>; readonly label: string }[] = [
  { value: 'word', label: 'words' },
  { value: 'sentence', label: 'sentences' },
  { value: 'line', label: 'lines' },
  { value: 'json', label: 'structure (JSON)' },
];

/** What the others are compared with, how, and what is shown of it. */
export function DifferenceControls() {
  const columns = useColumnsPlan((plan) => plan.columns);
  const referenceId = useColumnsPlan((plan) => plan.referenceId ?? null);
  const change = useChangePlan();
  const view = useCompareView();
  const { findings } = useComparisonResults();
  const found = MODES.find(({ value }) => value === findings?.mode);
  return (
    <>
      <Select
        aria-label="Reference"
        value={referenceId ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value || null;
          change((plan) => ({ ...plan, referenceId: chosen }));
        }}
        // On small screens it takes what the buttons of its row leave.
        className="max-w-40 max-wide:flex-1 max-wide:basis-24 wide:shrink-0"
      >
        <option value="">No reference</option>
        {columns.map((column, at) => (
          <option key={column.id} value={column.id}>
            Against {columnTitle(column, at)}
          </option>
        ))}
      </Select>
      {referenceId !== null && (
        // A row of its own, unless the screen is wide enough for all of them.
        <div className="flex items-center gap-2 wide:max-[1535px]:order-last wide:max-[1535px]:basis-full max-wide:order-last max-wide:-mx-3 max-wide:basis-[calc(100%+24px)] max-wide:overflow-x-auto max-wide:px-3 max-wide:py-0.5">
          <Segmented
            label="What is shown"
            value={view.show}
            onValueChange={(show) => view.change({ show })}
            options={SHOWN}
            className="shrink-0"
          />
          <Select
            aria-label="Compared by"
            value={view.mode}
            onChange={(event) => view.change({ mode: modeOf(event.currentTarget.value) })}
            className="max-w-44 shrink-0"
          >
            <option value="auto">Automatic{found ? `: ${found.label}` : ''}</option>
            {MODES.map(({ value, label }) => (
              <option key={value} value={value}>
                By {label}
              </option>
            ))}
          </Select>
        </div>
      )}
    </>
  );
}

function modeOf(value: string): DiffMode {
  return MODES.find((mode) => mode.value === value)?.value ?? 'auto';
}

'use client';

import { Star } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { useFilterChoices } from '@/lib/history/client/filter-choices';
import { isFiltered } from '@/lib/history/client/filter-query';
import type { RunFilter } from '@/lib/history/model/run-search';
import type { RunStatus } from '@/lib/protocol/run/run-events';
import { runStatusSchema } from '@/lib/protocol/run/run-status';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import { DaysMenu } from './days-menu';
import { chipStyle, FilterMenu } from './filter-menu';

const STATUSES = runStatusSchema.options.map((value) => ({ value, label: STATUS_LABELS[value].label }));
const SOURCES = [
  { value: 'playground', label: 'Playground' },
  { value: 'api', label: 'API' },
  { value: 'compare', label: 'Comparison' },
];
/** The common values; servers may send others. */
const FINISH_REASONS = ['stop', 'length', 'eos', 'content_filter', 'abort', 'error'].map((value) => ({
  value,
  label: value,
}));

export interface FilterBarProps {
  filter: RunFilter;
  onChange: (patch: Partial<RunFilter>) => void;
  onClear: () => void;
}

/** All filters of the history. On small screens the rarer ones come on demand. */
export function FilterBar({ filter, onChange, onClear }: FilterBarProps) {
  const { models, connections, tags } = useFilterChoices();
  const [showsRare, setShowsRare] = useState(false);
  // One that is set is always in sight.
  const { connection, source, finish, probabilities } = filter;
  const usesRare = isFiltered({ connection, source, finish, probabilities });
  // A phone has one line of them, with what one marked oneself: days and states can be seen in the list.
  const onPhone = (isSet: boolean) => cx('contents', !isSet && !usesRare && !showsRare && 'phone:hidden');
  /** What was in sight stays: a chip whose last value is taken away is under its open menu, and nothing moves below a finger. */
  const changeRare = (patch: Partial<RunFilter>) => {
    setShowsRare(true);
    onChange(patch);
  };
  const changeCommon = (patch: Partial<RunFilter>, isTaken: boolean) =>
    (isTaken ? changeRare : onChange)(patch);
  const named = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  return (
    <fieldset
      aria-label="Filters"
      className="flex min-w-0 items-center gap-1.5 overflow-x-auto px-4 py-2 [scrollbar-width:none] max-wide:flex-wrap"
    >
      <FilterMenu
        label="Model"
        options={named(models)}
        chosen={filter.model ?? []}
        onChange={(model) => onChange({ model })}
      />
      <div className={onPhone(filter.status !== undefined)}>
        <FilterMenu
          label="Status"
          options={STATUSES}
          chosen={filter.status ?? []}
          onChange={(status) => changeCommon({ status: status as RunStatus[] }, status.length === 0)}
        />
      </div>
      <FilterMenu
        label="Tag"
        options={named(tags)}
        chosen={filter.tag ?? []}
        onChange={(tag) => onChange({ tag })}
        none="No tags yet. Select runs to tag them."
      />
      <div className={onPhone(filter.from !== undefined || filter.to !== undefined)}>
        <DaysMenu
          from={filter.from}
          to={filter.to}
          onChange={(days) => changeCommon(days, !days.from && !days.to)}
        />
      </div>
      <button
        type="button"
        aria-pressed={filter.starred ?? false}
        onClick={() => onChange({ starred: filter.starred ? undefined : true })}
        className={chipStyle(filter.starred ?? false)}
      >
        <Star aria-hidden="true" className="size-3.5" fill={filter.starred ? 'currentColor' : 'none'} />
        Starred
      </button>
      {!usesRare && (
        <button
          type="button"
          aria-expanded={showsRare}
          onClick={() => setShowsRare(!showsRare)}
          className={cx(chipStyle(false), 'wide:hidden')}
        >
          {showsRare ? 'Fewer filters' : 'More filters'}
        </button>
      )}
      <div className={cx('contents', !usesRare && !showsRare && 'max-wide:hidden')}>
        <FilterMenu
          label="Connection"
          options={connections.map(({ id, name }) => ({ value: id, label: name }))}
          chosen={filter.connection ?? []}
          onChange={(connection) => changeRare({ connection })}
        />
        <FilterMenu
          label="Source"
          options={SOURCES}
          chosen={filter.source ?? []}
          onChange={(source) => changeRare({ source })}
        />
        <FilterMenu
          label="Finish reason"
          options={FINISH_REASONS}
          chosen={filter.finish ?? []}
          onChange={(finish) => changeRare({ finish })}
        />
        <button
          type="button"
          aria-pressed={filter.probabilities ?? false}
          onClick={() => changeRare({ probabilities: filter.probabilities ? undefined : true })}
          className={chipStyle(filter.probabilities ?? false)}
        >
          Probabilities
        </button>
      </div>
      {isFiltered(filter) && (
        <button
          type="button"
          onClick={onClear}
          className="h-7 shrink-0 rounded-sm px-2 text-xs text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-10"
        >
          Clear all
        </button>
      )}
    </fieldset>
  );
}

'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { Popover } from '@/components/ui/popover';
import { TextField } from '@/components/ui/text-field';
import { foldText } from '@/lib/history/model/search/fold-text';

export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

export interface FilterMenuProps {
  label: string;
  options: readonly FilterOption[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** Shown instead of an empty list. */
  none?: string;
}

/** A list longer than this has a field to narrow it. */
const LONG = 8;

/** One filter that matches any of several values. Its button shows the chosen ones. */
export function FilterMenu({
  label,
  options,
  chosen,
  onChange,
  none = 'Nothing here yet.',
}: FilterMenuProps) {
  const [open, setOpen] = useState(false);
  const [narrow, setNarrow] = useState('');
  const active = chosen.length > 0;
  // A value from the address that no run has any more must still be shown, so that it can be removed.
  const all = [
    ...options,
    ...chosen
      .filter((value) => !options.some((option) => option.value === value))
      .map((value) => ({ value, label: value })),
  ];
  const shown = all.filter(({ label: name }) => foldText(name).includes(foldText(narrow.trim())));
  const first = all.find(({ value }) => value === chosen[0]);
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setNarrow('');
      }}
      className="w-64 p-1"
      trigger={
        <button type="button" className={chipStyle(active)}>
          {label}
          {active && (
            <span className="max-w-40 truncate font-medium">
              {chosen.length === 1 ? first?.label : chosen.length}
            </span>
          )}
          <ChevronDown aria-hidden="true" className="size-3.5 opacity-70" />
        </button>
      }
    >
      {all.length > LONG && (
        <TextField
          aria-label={`Filter the list: ${label}`}
          placeholder="Filter the list"
          value={narrow}
          onChange={(event) => setNarrow(event.target.value)}
          className="mb-1"
        />
      )}
      <ul className="max-h-72 overflow-y-auto">
        {shown.map(({ value, label: name }) => (
          <li key={value}>
            <label className="flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 text-sm hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent pointer-coarse:min-h-10">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => toggle(value)}
                className="size-3.5 accent-accent outline-none"
              />
              <span className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="px-2 py-2 text-xs text-ink-3">{all.length === 0 ? none : 'No matches.'}</p>
      )}
      {active && (
        <button
          type="button"
          onClick={() => onChange([])}
          className="mt-1 rounded-sm border-t px-2 py-1.5 text-left text-xs text-ink-2 hover:bg-hover hover:text-ink"
        >
          Any {label.toLowerCase()}
        </button>
      )}
    </Popover>
  );
}

export function chipStyle(active: boolean): string {
  return cx(
    'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-sm border px-2 text-xs whitespace-nowrap transition-colors pointer-coarse:h-10',
    active
      ? 'border-transparent bg-accent-soft text-accent'
      : 'border-line-strong/50 text-ink-2 hover:bg-hover hover:text-ink',
  );
}

'use client';

import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { Popover } from '@/components/ui/popover';
import { TextField } from '@/components/ui/text-field';
import { chipStyle } from './filter-menu';

export interface Days {
  readonly from?: string;
  readonly to?: string;
}

/** From so many days ago to today, or to the day that is `until` days ago. */
const SPANS: readonly { readonly label: string; readonly days: number; readonly until?: number }[] = [
  { label: 'Today', days: 0 },
  { label: 'Yesterday', days: 1, until: 1 },
  { label: 'Last 7 days', days: 6 },
  { label: 'Last 30 days', days: 29 },
  { label: 'Last 12 months', days: 364 },
];

/** Filters by the days on which runs were made. */
export function DaysMenu({ from, to, onChange }: Days & { onChange: (days: Days) => void }) {
  const fromId = useId();
  const toId = useId();
  const active = from !== undefined || to !== undefined;
  const today = new Date();
  const [open, setOpen] = useState(false);
  const choose = (days: Days) => {
    onChange(days);
    setOpen(false);
  };
  return (
    <Popover
      label="Date"
      open={open}
      onOpenChange={setOpen}
      className="w-60 p-1"
      trigger={
        <button type="button" className={chipStyle(active)}>
          Date
          {active && <span className="font-medium">{spanLabel(from, to, today)}</span>}
          <ChevronDown aria-hidden="true" className="size-3.5 opacity-70" />
        </button>
      }
    >
      <ul>
        {SPANS.map((span) => (
          <li key={span.label}>
            <button
              type="button"
              data-autofocus={span === SPANS[0] || undefined}
              onClick={() => choose(daysOf(span, today))}
              className="flex min-h-7 w-full items-center rounded-sm px-2 text-left text-sm -outline-offset-2 hover:bg-hover pointer-coarse:min-h-10"
            >
              {span.label}
            </button>
          </li>
        ))}
      </ul>
      <div className="mt-1 grid gap-1.5 border-t p-2 text-xs text-ink-2">
        <label htmlFor={fromId}>From</label>
        <TextField
          id={fromId}
          type="date"
          value={from?.slice(0, 10) ?? ''}
          max={to?.slice(0, 10)}
          onChange={(event) => onChange({ from: event.target.value || undefined, to })}
        />
        <label htmlFor={toId}>To</label>
        <TextField
          id={toId}
          type="date"
          value={to?.slice(0, 10) ?? ''}
          min={from?.slice(0, 10)}
          onChange={(event) => onChange({ from, to: event.target.value || undefined })}
        />
        {active && (
          <button
            type="button"
            onClick={() => choose({ from: undefined, to: undefined })}
            className="rounded-sm py-1 text-left hover:text-ink"
          >
            Any date
          </button>
        )}
      </div>
    </Popover>
  );
}

function spanLabel(from: string | undefined, to: string | undefined, today: Date): string {
  const span = SPANS.find((one) => {
    const days = daysOf(one, today);
    return days.from === from && days.to === to;
  });
  if (span) return span.label.toLowerCase();
  const [first, last] = [from?.slice(0, 10), to?.slice(0, 10)];
  if (first === last) return first ?? '';
  return `${first ?? ''} – ${last ?? ''}`.trim();
}

function daysOf({ days, until }: (typeof SPANS)[number], today: Date): Days {
  return { from: dayBefore(today, days), to: until === undefined ? undefined : dayBefore(today, until) };
}

/** A day in the reader's own time zone, as `2026-03-01`. */
function dayBefore(today: Date, days: number): string {
  const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - days);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

'use client';

import { cx } from '@/components/ui/cx';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { variedBy } from '@/lib/compare/model/plan-cells';
import { cutAtWord } from '@/lib/protocol/text/cut-text';
import { useSettingsTable } from '../../table/use-settings-table';
import { CellPart } from './cell-part';

/** Shown where they vary: otherwise they are the same for all cells, and in the setup. */
const ONLY_VARIED: ReadonlySet<string> = new Set(['connection', 'prompt']);
/** A prompt can be of any length. */
const MAX_SHOWN = 400;

/** The settings that the cell sends; varied ones stand out. */
export function CellSettings({ cell }: { cell: string }) {
  const plan = usePlanPart((now) => now);
  const varied = new Set<string>(plan.axes.map(variedBy));
  if (varied.has('model')) varied.add('connection');
  const table = useSettingsTable(plan, cell);
  const rows = table.filter(({ name, sent }) => varied.has(name) || (sent && !ONLY_VARIED.has(name)));
  return (
    <CellPart label="Settings">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(210px,1fr))] gap-x-6 gap-y-1 text-xs">
        {rows.map(({ name, label, cells: [one] }) => {
          const text = cutAtWord(one?.text ?? '', MAX_SHOWN);
          const weight = varied.has(name) && 'font-semibold';
          return (
            <div key={name} className="flex items-baseline justify-between gap-2">
              <dt className={weight ? 'font-semibold text-ink' : 'text-ink-3'}>{label}</dt>
              <dd className={cx('min-w-0 truncate font-mono text-ink', weight)} title={text}>
                {text}
              </dd>
            </div>
          );
        })}
      </dl>
    </CellPart>
  );
}

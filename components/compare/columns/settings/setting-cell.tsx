'use client';

import { TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { usePriceForm } from '@/components/playground/toolbar/use-price-form';
import { cx } from '@/components/ui/cx';
import { Popover } from '@/components/ui/popover';
import { Spinner } from '@/components/ui/spinner';
import { columnLetter } from '@/lib/compare/client/column-edits';
import { useCellIssues } from '@/lib/compare/client/plan-actions';
import type { Column } from '@/lib/compare/model/plan';
import type { SettingsCell, SettingsRowName } from '@/lib/compare/model/settings-table';
import { SettingValue } from '../../table/setting-row';
import { ConnectionCell } from './connection-cell';

const loadEditor = () => import('./setting-editor');
const SettingEditor = lazy(async () => ({ default: (await loadEditor()).SettingEditor }));

export interface SettingCellProps {
  column: Column;
  at: number;
  name: SettingsRowName;
  label: string;
  cell: SettingsCell;
  differs: boolean;
}

/** A setting of one column; a press edits it in place. */
export function SettingCell({ column, at, name, label, cell, differs }: SettingCellProps) {
  const issue = useCellIssues(column.id).find(({ param }) => param === name)?.message ?? null;
  const [open, setOpen] = useState(false);
  const { priceForm, openPrice } = usePriceForm();
  const letter = columnLetter(at);
  if (name === 'connection') return <ConnectionCell column={column} letter={letter} differs={differs} />;
  const shown = (
    <>
      <SettingValue cell={cell} differs={differs} className="truncate" />
      {issue && <TriangleAlert aria-hidden="true" className="ml-auto size-3.5 shrink-0 text-bad" />}
    </>
  );
  // Prompts are edited where there is space: above, or in the pane of their column.
  if (name === 'prompt') {
    return (
      <span className="flex min-w-0 items-center px-4" title={issue ?? cell.text}>
        {shown}
        {issue && <span className="sr-only">{issue}</span>}
      </span>
    );
  }
  return (
    <>
      <Popover
        label={`${label} of column ${letter}`}
        open={open}
        onOpenChange={setOpen}
        className={name === 'model' ? 'w-[min(420px,calc(100vw-16px))]' : 'w-[min(340px,calc(100vw-16px))]'}
        trigger={
          <button
            type="button"
            aria-label={`${label} of column ${letter}: ${cell.text}${issue ? `. ${issue}` : ''}`}
            title={issue ?? cell.text}
            onPointerEnter={() => void loadEditor()}
            onFocus={() => void loadEditor()}
            className={cx(
              'flex min-h-8 min-w-0 items-center gap-1.5 px-4 text-left -outline-offset-2 hover:bg-hover data-[state=open]:bg-hover pointer-coarse:min-h-11',
              issue && 'bg-bad-soft/50',
            )}
          >
            {shown}
          </button>
        }
      >
        <Suspense
          fallback={
            <div className="flex h-16 items-center justify-center">
              <Spinner />
            </div>
          }
        >
          <SettingEditor
            column={column}
            name={name}
            onDone={() => setOpen(false)}
            onSetPrice={(of) => {
              setOpen(false);
              openPrice(of);
            }}
          />
        </Suspense>
      </Popover>
      {priceForm}
    </>
  );
}

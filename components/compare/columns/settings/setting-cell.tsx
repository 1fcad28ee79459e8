'use client';

import { ChevronDown, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, lazy, Suspense, useState } from 'react';
import { usePriceForm } from '@/components/playground/toolbar/use-price-form';
import { cx } from '@/components/ui/cx';
import { Popover } from '@/components/ui/popover';
import { Spinner } from '@/components/ui/spinner';
import { withFirstModel } from '@/lib/compare/client/column-edits';
import { useCellIssues, useChangePlan } from '@/lib/compare/client/plan-actions';
import type { Variant } from '@/lib/compare/model/plan';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { type SettingsCell, type SettingsRowName, settingsCell } from '@/lib/compare/model/settings-table';
import { useConnections } from '@/lib/connections/client/connection-list';
import { useFirstModel } from '@/lib/connections/client/use-first-model';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { settingOf } from '../../header/blocked-columns';
import { SettingValue } from '../../table/setting-row';
import { useCompareView } from '../../view-state';
import { ConnectionCell } from './connection-cell';

const loadEditor = () => import('./setting-editor');
const SettingEditor = lazy(async () => ({ default: (await loadEditor()).SettingEditor }));

export interface SettingCellProps {
  column: Variant;
  at: number;
  name: SettingsRowName;
  label: string;
  cell: SettingsCell;
  differs: boolean;
}

/** A setting of one column; a press edits it in place. */
export function SettingCell(props: SettingCellProps) {
  const { column, at, name, cell, differs } = props;
  const issue = useCellIssues(column.id).find(({ param }) => param === name)?.message ?? null;
  switch (name) {
    case 'connection':
      return <ConnectionCell column={column} letter={columnLetter(at)} differs={differs} />;
    case 'prompt':
      // Edited where there is space: above, or in the pane of its column.
      return (
        <span
          tabIndex={-1}
          data-setting-of={settingOf(column.id, name)}
          className="flex min-w-0 items-center px-4"
          title={issue ?? cell.text}
        >
          <Shown cell={cell} differs={differs} issue={issue} />
          {issue && <span className="sr-only">{issue}</span>}
        </span>
      );
    case 'model':
      return <ModelCell {...props} name={name} issue={issue} />;
    default:
      return <EditedCell {...props} name={name} issue={issue} />;
  }
}

type EditedCellProps = Omit<SettingCellProps, 'name'> & {
  name: Exclude<SettingsRowName, 'connection' | 'prompt'>;
  issue: string | null;
};

/** After its connection was changed, a column gets the first model of the new one as soon as that is known. */
function ModelCell({ cell, issue, ...rest }: EditedCellProps) {
  const { id, connectionId, model } = rest.column;
  const change = useChangePlan();
  const { connections } = useConnections();
  const isMissing = model === '' && connections.some((connection) => connection.id === connectionId);
  const isLoading = useFirstModel(isMissing ? connectionId : null, (first) =>
    change((plan) => withFirstModel(plan, id, connectionId, first)),
  );
  if (model !== '') return <EditedCell {...rest} cell={cell} issue={issue} />;
  const text = isLoading ? 'Loading models…' : 'Choose a model';
  return <EditedCell {...rest} cell={settingsCell(undefined, text)} issue={isLoading ? null : issue} />;
}

function EditedCell({ column, at, name, label, cell, differs, issue }: EditedCellProps) {
  const { openedRow, openedColumn, change } = useCompareView();
  const { priceForm, openPrice } = usePriceForm();
  const isAdded = openedRow === name && (openedColumn === null ? at === 0 : openedColumn === column.id);
  const [isOpened, setOpen] = useState(false);
  // Until it is closed: with another view its cell may be drawn more than once before it stays.
  const open = isOpened || isAdded;
  /** Typed on the cell, before its field was there. */
  const [typed, setTyped] = useState('');
  const letter = columnLetter(at);
  const takesNumber = name !== 'model' && ['number', 'integer'].includes(PARAMETERS[name].kind);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!takesNumber || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[-−+.,\d]$/.test(event.key)) return;
    event.preventDefault();
    setTyped((before) => before + event.key);
    setOpen(true);
  };
  const openOrClose = (next: boolean) => {
    setOpen(next);
    if (next) return;
    setTyped('');
    if (isAdded) change({ openedRow: null, openedColumn: null });
  };
  return (
    <>
      <Popover
        label={`${label} of column ${letter}`}
        open={open}
        onOpenChange={openOrClose}
        className={name === 'model' ? 'w-[min(420px,calc(100vw-16px))]' : 'w-[min(340px,calc(100vw-16px))]'}
        trigger={
          <button
            type="button"
            aria-label={`${label} of column ${letter}: ${cell.text}${issue ? `. ${issue}` : ''}`}
            data-setting-of={settingOf(column.id, name)}
            title={issue ?? cell.text}
            onPointerEnter={() => void loadEditor()}
            onFocus={() => void loadEditor()}
            onKeyDown={onKeyDown}
            className={cx(
              'flex min-h-8 min-w-0 items-center gap-1.5 pr-2 pl-4 text-left -outline-offset-2 hover:bg-hover data-[state=open]:bg-hover pointer-coarse:min-h-11',
              issue && 'bg-bad-soft/50',
            )}
          >
            <Shown cell={cell} differs={differs} issue={issue} />
            {/* As at the connection, which is a list: a value that can be pressed looks like it before it is. */}
            <ChevronDown
              aria-hidden="true"
              className={cx('size-3.5 shrink-0 text-ink-3 print:hidden', !issue && 'ml-auto')}
            />
          </button>
        }
      >
        <Suspense
          fallback={
            // What is typed while the editor loads goes into its field, too.
            <div
              role="progressbar"
              aria-label="Loading"
              data-autofocus=""
              tabIndex={-1}
              onKeyDown={onKeyDown}
              className="flex h-16 items-center justify-center outline-none"
            >
              <Spinner />
            </div>
          }
        >
          <SettingEditor
            column={column}
            name={name}
            typed={typed}
            onDone={() => openOrClose(false)}
            onSetPrice={(of) => {
              openOrClose(false);
              openPrice(of);
            }}
          />
        </Suspense>
      </Popover>
      {priceForm}
    </>
  );
}

function Shown({ cell, differs, issue }: { cell: SettingsCell; differs: boolean; issue: string | null }) {
  return (
    <>
      <SettingValue cell={cell} differs={differs} className="truncate" />
      {issue && <TriangleAlert aria-hidden="true" className="ml-auto size-3.5 shrink-0 text-bad" />}
    </>
  );
}

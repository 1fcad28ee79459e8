'use client';

import { Equal } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { withSameForAll } from '@/lib/compare/client/column-edits';
import { useChangePlan, useColumnsPlan } from '@/lib/compare/client/plan-actions';
import { planIssues } from '@/lib/compare/client/plan-issues';
import type { ColumnsPlan } from '@/lib/compare/model/plan';
import {
  collapseSettings,
  type SettingsRow,
  settingsColumns,
  settingsTable,
} from '@/lib/compare/model/settings-table';
import { settingsSummary } from '@/lib/compare/model/what-differs';
import { useConnections } from '@/lib/connections/client/connection-list';
import { PARAMETER_DESCRIPTIONS } from '@/lib/protocol/request/parameter-descriptions';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';
import { SettingRow } from '../../table/setting-row';
import { RowGroup, WideRow } from '../../table/table-parts';
import { columnTitle } from '../column-title';
import { useCompareView } from '../view-state';
import { CollapseButton } from './collapse-button';
import { SettingCell } from './setting-cell';

/**
 * All settings of all columns. Once some differ, these are visible, and the equal ones are collapsed into one
 * line.
 */
export function SettingRows() {
  // Deferred, so that typing in a long prompt does not wait for the table.
  const plan = useDeferredValue(useColumnsPlan((whole) => whole));
  const { connections } = useConnections();
  const view = useCompareView();
  const rows = useMemo(() => {
    const nameOf = (id: string) => connections.find((connection) => connection.id === id)?.name ?? null;
    return settingsTable(settingsColumns(plan, nameOf));
  }, [plan, connections]);
  const { differing, equal, unsent } = collapseSettings(rows);
  const single = plan.columns.length === 1;
  const blamed = useMemo(() => blamedFields(plan), [plan]);
  const isShown = ({ name }: SettingsRow) =>
    blamed.has(name) || view.extraRows.some((extra) => extra === name);
  const foldable = equal.filter((row) => !isShown(row));
  const shown = rows.filter((row) => row.differs || isShown(row));
  // Nothing differs yet: every row can be the one that will.
  const open = single || (view.equalRows ?? differing.length === 0);
  const addable = unsent.filter((row) => !isShown(row));

  return (
    <RowGroup>
      {/* One list, so that a row that becomes different keeps its open editor. */}
      {[...shown, ...(open ? foldable : [])].map((row) => (
        <PlanRow key={row.name} row={row} plan={plan} />
      ))}
      <WideRow span={plan.columns.length + 1}>
        {!single && foldable.length > 0 && (
          <CollapseButton open={open} onToggle={() => view.change({ equalRows: !open })}>
            {foldable.length} identical {foldable.length === 1 ? 'setting' : 'settings'}
          </CollapseButton>
        )}
        <span className="min-w-0 flex-1 truncate text-ink-3" aria-hidden="true">
          {!open && foldable.map(({ label, cells }) => `${label} ${cells[0]?.text ?? ''}`).join(' · ')}
        </span>
        <span className="sr-only">
          {settingsSummary(
            rows,
            plan.columns.map((column, at) => columnTitle(column, at)),
          )}
        </span>
        {differing.length === 0 && !single && (
          <span className="sr-only" role="status">
            All settings are the same.
          </span>
        )}
        {addable.length > 0 && (
          <Select
            size="sm"
            aria-label="Add setting"
            value=""
            onChange={(event) => {
              const name = PARAMETER_NAMES.find((candidate) => candidate === event.currentTarget.value);
              if (name) view.change({ extraRows: [...view.extraRows, name], opened: name });
            }}
            className="w-36 shrink-0"
          >
            <option value="">Add setting</option>
            {addable.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </WideRow>
    </RowGroup>
  );
}

function PlanRow({ row, plan }: { row: SettingsRow; plan: ColumnsPlan }) {
  const change = useChangePlan();
  const first = plan.columns[0];
  const { name, label, differs } = row;
  return (
    <SettingRow
      ids={plan.columns.map(({ id }) => id)}
      row={row}
      title={titleOf(row)}
      action={
        differs &&
        first &&
        name !== 'prompt' && (
          <IconButton
            size="sm"
            label={`Apply ${label} from A to all columns`}
            word="Apply"
            onClick={() => change((whole) => withSameForAll(whole, first.id, name))}
            className="ml-auto"
          >
            <Equal aria-hidden="true" />
          </IconButton>
        )
      }
      cell={(cell, at) => {
        const column = plan.columns[at];
        return (
          column && (
            <SettingCell column={column} at={at} name={name} label={label} cell={cell} differs={differs} />
          )
        );
      }}
    />
  );
}

function titleOf({ name, label }: SettingsRow): string {
  const parameter = PARAMETER_NAMES.find((candidate) => candidate === name);
  return parameter ? PARAMETER_DESCRIPTIONS[parameter] : label;
}

/** Fields whose values keep some column from running. */
function blamedFields(plan: ColumnsPlan): ReadonlySet<string> {
  return new Set(plan.columns.flatMap(({ id }) => planIssues(plan, id).map(({ param }) => param)));
}

'use client';

import { Ellipsis } from 'lucide-react';
import { type RefObject, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { Select } from '@/components/ui/select';
import { withSameForAll } from '@/lib/compare/client/column-edits';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { issuesOfPlan } from '@/lib/compare/client/plan-issues';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import {
  collapseSettings,
  type SettingsRow,
  type SettingsRowName,
  settingsSummary,
} from '@/lib/compare/model/settings-table';
import { PARAMETER_DESCRIPTIONS } from '@/lib/protocol/request/parameter-descriptions';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';
import { SettingRow } from '../../table/setting-row';
import { RowGroup, WideRow } from '../../table/table-parts';
import { useSettingsTable } from '../../table/use-settings-table';
import { useCompareView } from '../../view-state';
import { CollapseButton } from '../collapse-button';
import { columnTitle } from '../column-title';
import { SettingCell } from './setting-cell';

const loadItems = async () => (await import('./setting-items')).SettingItems;

const NONE: ReadonlySet<SettingsRowName> = new Set();

/**
 * All settings of all columns, in the order of the table. Rows that are equal can be folded into the line above
 * them. A row that is shown stays where it is, whatever its values become: only folding hides rows.
 */
export function SettingRows() {
  // Deferred, so that typing in a long prompt does not wait for the table.
  const plan = useDeferredValue(usePlanPart((whole) => whole));
  const view = useCompareView();
  const rows = useSettingsTable(plan);
  const { differing, equal } = collapseSettings(rows);
  const columns = variantsOf(plan);
  const single = columns.length === 1;
  const blamed = useMemo(() => blamedFields(plan), [plan]);
  // Models are what most compare, and a second choice is on the page: neither is hidden, whatever else is equal.
  const isNeeded = ({ name, differs, cells }: SettingsRow) =>
    name === 'model' ||
    (name === 'n' && cells.some(({ value }) => Number(value) > 1)) ||
    differs ||
    blamed.has(name) ||
    view.extraRows.some((extra) => extra === name);
  // Nothing differs yet: every row can be the one that will.
  const [unfolded, setUnfolded] = useState(differing.length === 0);
  /** Once a person has folded or unfolded them, runs that start no longer do. */
  const [byHand, setByHand] = useState(false);
  /** Rows that have been shown since they were last folded. */
  const [shownBefore, setShownBefore] = useState(NONE);
  const fold = (isFolded: boolean) => {
    setUnfolded(!isFolded);
    setShownBefore(NONE);
  };
  const group = useRef<HTMLTableSectionElement>(null);
  useFoldForTexts(group, differing.length > 0 && !byHand, () => fold(true));

  const shown = rows.filter(
    (row) => isNeeded(row) || shownBefore.has(row.name) || (row.sent && (single || unfolded)),
  );
  if (shown.some(({ name }) => !shownBefore.has(name))) {
    setShownBefore(new Set([...shownBefore, ...shown.map(({ name }) => name)]));
  }
  const foldable = equal.filter((row) => !isNeeded(row));
  const folded = foldable.filter((row) => !shown.includes(row));
  const open = folded.length === 0;
  const count = open ? foldable.length : folded.length;
  // Some stay, such as the model's: where more rows are identical, it says which number is hidden of how many.
  const identical = shown.filter(({ differs }) => !differs).length;
  // Prompts are edited above the table. Models are what most compare: also where their row is there, this leads to it.
  const addable = rows.filter(
    (row) => row.name === 'model' || (row.name !== 'prompt' && !shown.includes(row)),
  );

  return (
    <RowGroup ref={group}>
      {/* Above its rows, so that a press on it never moves it. */}
      <WideRow span={columns.length + 1}>
        {!single && count > 0 && (
          <CollapseButton
            open={open}
            onToggle={() => {
              setByHand(true);
              fold(open);
            }}
          >
            {/* Open, it stands over all rows, also over those that differ. */}
            {open ? 'Hide ' : ''}
            {open && identical > count ? `${count} of ${identical}` : count} identical{' '}
            {(open ? identical : count) === 1 ? 'setting' : 'settings'}
          </CollapseButton>
        )}
        <span className="min-w-0 flex-1 truncate text-ink-3" aria-hidden="true">
          {folded.map(({ label, cells }) => `${label} ${cells[0]?.text ?? ''}`).join(' · ')}
        </span>
        <span className="sr-only">
          {settingsSummary(
            rows,
            columns.map((column, at) => columnTitle(column, at)),
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
            onValueChange={(chosen) => {
              const row = addable.find(({ name }) => name === chosen);
              if (!row) return;
              if (row.sent) setShownBefore(new Set([...shownBefore, row.name]));
              else view.change({ extraRows: [...view.extraRows, row.name] });
              view.change({ openedRow: row.name });
            }}
            options={[
              { value: '', label: 'Add setting' },
              ...addable.map(({ name, label }) => ({ value: name, label })),
            ]}
            className="w-36 shrink-0"
          />
        )}
      </WideRow>
      {shown.map((row) => (
        <PlanRow key={row.name} row={row} plan={plan} />
      ))}
    </RowGroup>
  );
}

/**
 * When runs start, the texts are what is looked at: equal rows make room for them, unless a person is in the
 * table. Nothing there moves under the focus or the pointer.
 */
function useFoldForTexts(group: RefObject<HTMLElement | null>, canFold: boolean, fold: () => void): void {
  const underWay = useIsUnderWay();
  const latest = useRef({ canFold, fold });
  useEffect(() => {
    latest.current = { canFold, fold };
  });
  useEffect(() => {
    if (!underWay || !latest.current.canFold) return;
    if (!group.current?.matches(':hover, :focus-within')) latest.current.fold();
  }, [underWay, group]);
}

function PlanRow({ row, plan }: { row: SettingsRow; plan: ComparisonPlan }) {
  const change = useChangePlan();
  const columns = variantsOf(plan);
  const [first] = columns;
  const { name, label, differs } = row;
  return (
    <SettingRow
      ids={columns.map(({ id }) => id)}
      row={row}
      title={titleOf(row)}
      action={
        differs &&
        first &&
        name !== 'prompt' && (
          <LazyMenu
            load={loadItems}
            menuProps={{
              label,
              onApply: () => void change((whole) => withSameForAll(whole, first.id, name)),
            }}
            button={(more) => (
              <IconButton
                {...more}
                size="sm"
                label={`More for ${label}`}
                className="ml-auto"
                icon={Ellipsis}
              />
            )}
          />
        )
      }
      cell={(cell, at) => {
        const column = columns[at];
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
function blamedFields(plan: ComparisonPlan): ReadonlySet<string> {
  return new Set(issuesOfPlan(plan).flatMap(({ issues }) => issues.map(({ param }) => param)));
}

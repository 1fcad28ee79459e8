'use client';

import { Plus, Trash2 } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { toast } from '@/components/ui/toast';
import { useRowWindow } from '@/components/ui/use-row-window';
import {
  columnIssue,
  freeColumnName,
  withBlock,
  withColumnAdded,
  withColumnNamed,
  withoutColumnAt,
  withoutRow,
  withRowAdded,
  withValue,
} from '@/lib/compare/client/input-edits';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { readBlock } from '@/lib/compare/client/read-table';
import type { GridPlace } from '@/lib/compare/model/cell-grid';
import { type InputRow, type Inputs, MAX_INPUT_COLUMNS, MAX_INPUT_ROWS } from '@/lib/compare/model/inputs';
import { type ComparisonPlan, MAX_CELLS } from '@/lib/compare/model/plan';
import { counted } from '@/lib/platform/numbers/counted';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { gridRow } from '../grid/grid-roles';
import { movedPlace } from '../grid/moved-place';

const ROW_HEIGHT = 32;
/** Characters of a value that its cell shows. */
const SHOWN = 200;

// As in components/compare/grid/grid-roles.ts, but nothing is selected here.
const GRID = { role: 'grid', 'aria-label': 'Inputs' } as const;
const HEAD_OF_ROWS = { role: 'columnheader', 'aria-colindex': 1 } as const;
const ROW_NUMBER = { role: 'rowheader', 'aria-colindex': 1 } as const;

/** A cell of the table; the row −1 has the names of the columns. */
type Place = GridPlace;

/** The table of inputs, edited in place. Only the rows in the viewport exist. */
export function InputTable() {
  const inputs = usePlanPart((plan) => plan.inputs);
  return inputs ? <Editor inputs={inputs} /> : null;
}

function Editor({ inputs: { columns, rows } }: { inputs: Inputs }) {
  const change = useChangePlan();
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useMemo(() => rows.map(() => ROW_HEIGHT), [rows]);
  const { first, end, tops, reveal } = useRowWindow(scroller, heights, ROW_HEIGHT);
  const [chosen, setChosen] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<string | null>(null);
  const active = {
    row: Math.min(chosen.row, rows.length - 1),
    column: Math.min(chosen.column, columns.length - 1),
  };
  // The row that is being edited stays, with what was typed, where the table is scrolled away from it.
  const isAway = editing !== null && active.row >= 0 && (active.row < first || active.row >= end);
  const drawn = [...numbersTo(rows.length).slice(first, end), ...(isAway ? [active.row] : [])];
  const isPressed = useRef(false);
  /** A press on the cell that has the focus edits it; on another it chooses that one. */
  const wasFocused = useRef(false);
  /** The cell gets the focus with the next render. */
  const moved = useRef(false);
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const cell = scroller.current?.querySelector<HTMLElement>('[data-active]');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  const go = (row: number, column: number) => {
    const next = {
      row: Math.max(-1, Math.min(rows.length - 1, row)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    };
    moved.current = true;
    if (next.row >= 0) reveal(next.row);
    setEditing(null);
    setChosen(next);
  };
  const valueAt = ({ row, column }: Place) => (row < 0 ? columns[column] : rows[row]?.values[column]) ?? '';
  /** Says so when the limits of a table do not allow it. */
  const attempt = (how: (plan: ComparisonPlan) => ComparisonPlan, undo?: string): boolean => {
    let isSame = false;
    const before = change((plan) => {
      const after = how(plan);
      isSame = after === plan;
      return after;
    });
    if (isSame)
      toast(`That doesn't fit. The limits are 1 MB and ${MAX_CELLS.toLocaleString('en')} runs.`, {
        tone: 'bad',
      });
    else if (undo) toast(undo, { action: { label: 'Undo', onClick: () => change(() => before) } });
    return !isSame;
  };
  const commit = (text: string) => {
    setEditing(null);
    if (text === valueAt(active)) return;
    if (active.row >= 0) {
      attempt((plan) => withValue(plan, active.row, active.column, text));
      return;
    }
    const name = text.trim();
    change((plan) => {
      const issue = columnIssue(plan, name, active.column);
      if (issue) toast(issue, { tone: 'bad' });
      return withColumnNamed(plan, active.column, name);
    });
  };
  const paste = async (text: string) => {
    const block = await readBlock(text).catch(() => [[text]]);
    const { row, column } = { ...active, row: Math.max(0, active.row) };
    const width = Math.max(...block.map((values) => values.length));
    const isCut = row + block.length > rows.length || column + width > columns.length;
    const isChanged = attempt((plan) => withBlock(plan, row, column, block), 'Pasted.');
    if (isChanged && isCut) toast("Cells outside the table weren't pasted. Add rows or columns first.");
  };
  const keys = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLTextAreaElement) return;
    const { row } = active;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const mod = event.ctrlKey || event.metaKey;
    const last = { row: rows.length - 1, column: columns.length - 1 };
    const place = event.altKey ? null : movedPlace(active, event.key, mod, last, page, -1);
    if (place) go(place.row, place.column);
    else if (event.key === 'Enter' || event.key === 'F2') setEditing(valueAt(active));
    else if ((event.key === 'Delete' || event.key === 'Backspace') && row >= 0) commit('');
    else if (mod && event.key === 'c') void navigator.clipboard?.writeText(valueAt(active));
    else if (!mod && !event.altKey && [...event.key].length === 1)
      setEditing(event.key === ' ' ? '' : event.key);
    else return;
    event.preventDefault();
  };
  const cell = (place: Place) => {
    const isActive = place.row === active.row && place.column === active.column;
    const value = valueAt(place);
    return {
      role: place.row < 0 ? 'columnheader' : 'gridcell',
      ...(isActive && { 'data-active': '', 'data-autofocus': '' }),
      'aria-colindex': place.column + 2,
      tabIndex: isActive ? 0 : -1,
      onClick: () => {
        if (isActive && editing === null && wasFocused.current) setEditing(value);
        else if (!isActive || editing === null) go(place.row, place.column);
      },
      // A screen reader's cursor; a pointer chooses with its press.
      onFocus: () => {
        if (!isActive && editing === null && !isPressed.current) setChosen(place);
      },
      className: cx(
        'relative h-full w-52 shrink-0 cursor-cell border-r border-b px-2 text-left leading-8 -outline-offset-2',
        isActive && 'bg-accent-soft',
        (!isActive || editing === null) && 'truncate',
      ),
      children:
        isActive && editing !== null ? (
          <CellEditor
            label={
              place.row < 0
                ? `Name of column ${place.column + 1}`
                : `${columns[place.column]}, row ${place.row + 1}`
            }
            start={editing}
            onCommit={(text, down, right) => {
              commit(text);
              go(place.row + down, place.column + right);
            }}
            onLeave={commit}
            onCancel={() => go(place.row, place.column)}
          />
        ) : (
          visibleInline(value.slice(0, SHOWN)).replaceAll('␣', ' ')
        ),
    };
  };
  const name = columns[active.column] ?? '';
  const grid = {
    ...GRID,
    'aria-rowcount': rows.length + 1,
    'aria-colcount': columns.length + 1,
    onKeyDown: keys,
    onPointerDownCapture: ({ target }: PointerEvent) => {
      isPressed.current = true;
      wasFocused.current =
        target instanceof Element && target.closest('[data-active]') === document.activeElement;
    },
    onClick: () => {
      isPressed.current = false;
    },
    onPaste: (event: ClipboardEvent) => {
      if (event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      void paste(event.clipboardData.getData('text/plain'));
    },
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5">
        <Button
          size="sm"
          disabled={rows.length >= MAX_INPUT_ROWS}
          onClick={() => {
            if (!attempt((plan) => withRowAdded(plan, active.row + 1))) return;
            moved.current = true;
            setChosen({ row: active.row + 1, column: 0 });
          }}
          icon={Plus}
        >
          Add row
        </Button>
        <Button
          size="sm"
          disabled={columns.length >= MAX_INPUT_COLUMNS}
          onClick={() => {
            if (attempt((plan) => withColumnAdded(plan, freeColumnName(plan)))) {
              moved.current = true;
              setChosen({ row: -1, column: columns.length });
            }
          }}
          icon={Plus}
        >
          Add column
        </Button>
        <Button
          size="sm"
          variant="ghost"
          disabled={rows.length < 2 || active.row < 0}
          onClick={() => attempt((plan) => withoutRow(plan, active.row), `Row ${active.row + 1} removed.`)}
          icon={Trash2}
        >
          Remove row {active.row < 0 ? '' : active.row + 1}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          disabled={columns.length < 2}
          onClick={() => attempt((plan) => withoutColumnAt(plan, active.column), `Column “${name}” removed.`)}
          icon={Trash2}
        >
          <span className="max-w-40 truncate">Remove column “{name}”</span>
        </Button>
        <span role="status" className="ml-auto text-xs text-ink-2 tabular-nums">
          {counted(rows.length, 'row')} × {counted(columns.length, 'column')}
        </span>
      </div>
      <div
        ref={scroller}
        {...grid}
        data-swipes=""
        className="relative min-h-40 flex-1 overflow-auto overscroll-contain rounded-sm border text-[13px]"
      >
        <div
          {...gridRow(1)}
          className="sticky top-0 z-10 flex w-max bg-surface font-mono font-medium"
          style={{ height: ROW_HEIGHT }}
        >
          <span {...HEAD_OF_ROWS} className="w-12 shrink-0 border-r border-b">
            <span className="sr-only">Row</span>
          </span>
          {columns.map((column, at) => (
            <div key={column} {...cell({ row: -1, column: at })} />
          ))}
        </div>
        <div className="relative w-max" style={{ height: tops.at(-1) }}>
          {drawn.map((at) => {
            const row = rows[at] as InputRow;
            return (
              <div
                key={row.id}
                {...gridRow(at + 2)}
                className="absolute flex w-max"
                style={{ top: tops[at], height: ROW_HEIGHT }}
              >
                <span
                  {...ROW_NUMBER}
                  className="w-12 shrink-0 border-r border-b pr-2 text-right text-xs leading-8 text-ink-3 tabular-nums"
                >
                  {at + 1}
                </span>
                {columns.map((column, index) => (
                  <div key={column} {...cell({ row: at, column: index })} />
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <p className="text-xs text-ink-3">
        Type or press Enter to edit. Shift+Enter adds a line break. You can paste cells from a spreadsheet.
      </p>
    </>
  );
}

interface CellEditorProps {
  label: string;
  start: string;
  /** Then the cell that is so many rows down and columns right of it is chosen. */
  onCommit: (text: string, down: number, right: number) => void;
  onLeave: (text: string) => void;
  onCancel: () => void;
}

function CellEditor({ label, start, onCommit, onLeave, onCancel }: CellEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const isOver = useRef(false);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(start.length, start.length);
  }, [start]);
  const end = (how: () => void) => {
    if (isOver.current) return;
    isOver.current = true;
    how();
  };
  const cancel = useRef(onCancel);
  useEffect(() => {
    cancel.current = onCancel;
  });
  // Before the dialog, which listens at the document.
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || isOver.current) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      isOver.current = true;
      cancel.current();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  return (
    <textarea
      ref={field}
      aria-label={label}
      defaultValue={start}
      rows={1}
      spellCheck={false}
      autoComplete="off"
      onKeyDown={(event) => {
        const { value } = event.currentTarget;
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && !event.shiftKey && !event.altKey) end(() => onCommit(value, 1, 0));
        else if (event.key === 'Tab') end(() => onCommit(value, 0, event.shiftKey ? -1 : 1));
        else return;
        event.preventDefault();
      }}
      onBlur={({ currentTarget }) => end(() => onLeave(currentTarget.value))}
      onClick={(event) => event.stopPropagation()}
      className="absolute top-0 left-0 z-20 field-sizing-content max-h-48 min-h-full w-full min-w-52 resize-none bg-surface px-2 py-1.5 font-mono leading-5 shadow-[0_0_0_2px_var(--accent)] outline-none"
    />
  );
}

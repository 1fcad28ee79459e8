'use client';

import '@/components/texts/differences.css';
import './cells.css';
import { ArrowDownWideNarrow, ArrowUpNarrowWide, X } from 'lucide-react';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useMemo,
  useRef,
} from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { useRowWindow } from '@/components/ui/use-row-window';
import { useSession } from '@/lib/compare/client/compare-context';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import type { CellOrder } from '@/lib/compare/model/cell-lines';
import { type MeasureName, measureSpec } from '@/lib/compare/model/measures';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { cellName } from '@/lib/compare/model/plan-labels';
import { useMedia, WIDE } from '@/lib/platform/client/use-media';
import { useDistinguishingValues } from '../columns/use-distinguishing-values';
import { COLUMN_HEAD, grid, gridRow } from '../grid/grid-roles';
import { CellDetail } from '../sweep/cell/cell-detail';
import { CellSheet } from '../sweep/cell/cell-sheet';
import { useCompareView } from '../view-state';
import { CellLine, GROUP_HEIGHT, GroupLine, LINE_HEIGHT } from './cell-line';
import { namedByValues } from './named-dimensions';
import { otherText } from './other-text';
import { TableControls } from './table-controls';
import { movedLine } from './table-keys';
import { type Lines, useLines } from './use-lines';

const HEAD_HEIGHT = 36;

/**
 * Every cell of the comparison as a line; only those in view exist. Arrows, Home, End and the Page keys move, Enter opens a cell
 * beside the table, where it then follows the keys.
 */
export function CellTable() {
  const lines = useLines();
  const { opened, change } = useCompareView();
  const isWide = useMedia(WIDE, true);
  const isThere = opened !== null && lines.grid.place(opened) !== null;
  const scroller = useRef<HTMLDivElement>(null);
  const close = () => {
    change({ opened: null });
    scroller.current?.querySelector<HTMLElement>('[data-line][tabindex="0"]')?.focus();
  };
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <TableControls {...lines} />
        <Table {...lines} scroller={scroller} isBeside={isThere} />
      </div>
      {isThere && (isWide ? <CellBeside cell={opened} onClose={close} /> : <CellSheet cell={opened} />)}
    </div>
  );
}

/** A cell in full, beside the table. */
function CellBeside({ cell, onClose }: { cell: string; onClose: () => void }) {
  const { change } = useCompareView();
  const title = usePlanPart((plan) => cellName(plan, cell, 'input'));
  return (
    <aside
      aria-label={`Cell ${title}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
      className="flex w-[44%] max-w-[760px] min-w-[340px] shrink-0 flex-col border-l bg-surface"
    >
      <div className="flex shrink-0 items-center gap-2 py-1 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold" title={title}>
          {title}
        </h2>
        <IconButton size="sm" label="Close cell" onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <CellDetail cell={cell} onShow={(next) => change({ opened: next })} />
    </aside>
  );
}

interface TableProps extends Lines {
  scroller: RefObject<HTMLDivElement | null>;
  /** A cell is open beside it. */
  isBeside: boolean;
}

function Table({ grid: cellGrid, figures, lines, names, scroller, isBeside }: TableProps) {
  const { group, filter, contains, line: active, opened, closed, order, change } = useCompareView();
  const marks = filter === 'differs';
  // There is little space for a text on a narrow screen, and most begin alike.
  const isCut = !useMedia(WIDE, true) || marks;
  const reference = usePlanPart((plan) => plan.referenceId ?? null);
  const { checks } = figures;
  const queue = useSession((view) => view.queue);
  const queued = useMemo(
    () => new Set([...queue.waiting, ...queue.refused.map(({ cell }) => cell)]),
    [queue.waiting, queue.refused],
  );
  // The first stands for the heads, which cover it.
  const heights = useMemo(
    () => [HEAD_HEIGHT, ...lines.map(({ kind }) => (kind === 'group' ? GROUP_HEIGHT : LINE_HEIGHT))],
    [lines],
  );
  const { first, end, tops, reveal } = useRowWindow(scroller, heights, HEAD_HEIGHT);
  const ofColumns = usePlanPart((plan) => kindOf(plan) === 'columns');
  const values = useDistinguishingValues(ofColumns);
  const dimensions = useMemo(
    () =>
      namedByValues(cellGrid.dimensions, values).filter(({ name }) =>
        group === 'same' ? name === 'repeat' : name !== group,
      ),
    [cellGrid, values, group],
  );
  const at = useMemo(() => new Map(lines.map(({ key }, index) => [key, index])), [lines]);
  const visible = lines.slice(Math.max(0, first - 1), Math.max(0, end - 1));
  const tabStop = (visible.find(({ key }) => key === active) ?? visible[0])?.key;

  const go = (index: number) => {
    const line = lines[index];
    if (!line) return;
    // What is open beside the table follows.
    const follows = opened !== null && line.kind === 'cell' && matchMedia(WIDE).matches;
    change({ line: line.key, ...(follows && { opened: line.key }) });
    reveal(index + 1);
    // The line may exist only after this scroll.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(line.key)}"]`)?.focus(),
    );
  };
  const toggle = (key: string) =>
    change({
      line: key,
      closed: closed.includes(key) ? closed.filter((one) => one !== key) : [...closed, key],
    });

  const onKeyDown = (event: KeyboardEvent) => {
    const index = at.get(lineAt(event.target) ?? '');
    const line = index === undefined ? undefined : lines[index];
    if (index === undefined || !line || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = movedLine(event.key, index, lines);
    if (to !== null) go(to);
    else if (event.key === 'Enter' || event.key === ' ') {
      if (line.kind === 'group') toggle(line.key);
      else change({ line: line.key, opened: line.key });
    } else if (event.key === 'ArrowRight' && line.kind === 'group' && !line.isOpen) toggle(line.key);
    else if (event.key === 'ArrowLeft' && line.kind === 'group' && line.isOpen) toggle(line.key);
    else if (event.key === 'Escape' && opened !== null) change({ opened: null });
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const key = lineAt(event.target);
    const line = key === null ? undefined : lines[at.get(key) ?? -1];
    if (line?.kind === 'group') toggle(line.key);
    else if (line) change({ line: line.key, opened: line.key });
  };
  const sort = (by: MeasureName | null) => change({ order: nextOrder(order, by) });

  if (lines.length === 0) {
    return (
      <EmptyState
        action={<Button onClick={() => change({ filter: 'all', contains: '' })}>Clear filters</Button>}
        className="min-h-52"
      >
        {figures.pending ? 'Measuring' : 'No cells match.'}
      </EmptyState>
    );
  }
  return (
    <div
      ref={scroller}
      data-swipes=""
      data-beside={isBeside ? '' : undefined}
      className="cell-table-frame relative min-h-0 flex-1 overflow-auto overscroll-contain short:h-[max(100dvh,16rem)] short:flex-none"
    >
      <table
        {...grid('Cells', lines.length, 2 + names.length, {
          isTree: group !== 'none',
          selectsSeveral: false,
        })}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={({ target }) => {
          const key = lineAt(target);
          if (key !== null && key !== active) change({ line: key });
        }}
        className="cell-table relative"
        style={{ height: tops.at(-1), '--figures': names.length } as CSSProperties}
      >
        <thead className="contents">
          <Heads names={names} checks={checks} order={order} onSort={sort} />
        </thead>
        <tbody className="contents">
          {visible.map((line, offset) => {
            const index = Math.max(0, first - 1) + offset;
            const frame = { rowIndex: index + 2, top: tops[index + 1] ?? 0, isTabStop: line.key === tabStop };
            return line.kind === 'cell' ? (
              <CellLine
                key={line.key}
                {...frame}
                place={line.place}
                figure={figures.cells.get(line.key)}
                dimensions={dimensions}
                names={names}
                checks={checks}
                contains={contains}
                other={
                  isCut ? otherText(cellGrid, (cell) => figures.cells.get(cell), line.place, reference) : null
                }
                marks={marks}
                isReference={line.key === reference}
                isQueued={queued.has(line.key)}
                isInGroup={group !== 'none'}
                isShown={line.key === opened}
              />
            ) : (
              group !== 'none' && (
                <GroupLine
                  key={line.key}
                  {...frame}
                  line={line}
                  group={group}
                  dimensions={cellGrid.dimensions}
                  names={names}
                  checks={checks}
                />
              )
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The line that an event happened in; null: outside of all lines. */
function lineAt(target: EventTarget): string | null {
  const line = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null;
  return line?.dataset.line ?? null;
}

interface HeadsProps extends Pick<SortHeadProps, 'order' | 'onSort'> {
  names: readonly MeasureName[];
  checks: Lines['figures']['checks'];
}

/** The names of the columns; a press on a measure sorts by it, and a second one the other way round. */
function Heads({ names, checks, order, onSort }: HeadsProps) {
  return (
    <tr
      {...gridRow(1)}
      className="cell-table-row sticky top-0 z-2 border-b bg-bg text-xs text-ink-2"
      style={{ height: HEAD_HEIGHT }}
    >
      <SortHead by={null} label="Cell" className="cell-table-name px-1" order={order} onSort={onSort} />
      <th {...COLUMN_HEAD} className="px-2">
        Status
      </th>
      <th {...COLUMN_HEAD} className="px-2">
        Output
      </th>
      {names.map((name) => {
        const { label, description } = measureSpec(name, checks);
        return (
          <SortHead
            key={name}
            by={name}
            label={label}
            title={description}
            className="justify-end"
            order={order}
            onSort={onSort}
          />
        );
      })}
    </tr>
  );
}

interface SortHeadProps {
  /** Null: the order of the plan. */
  by: MeasureName | null;
  label: string;
  title?: string;
  className: string;
  order: CellOrder;
  onSort: (by: MeasureName | null) => void;
}

/** The arrow says how the cells are sorted; under the pointer or with the focus, how a press would sort them. */
function SortHead({ by, label, title, className, order, onSort }: SortHeadProps) {
  const isSorted = order.by === by;
  const { isDescending } = isSorted ? order : nextOrder(order, by);
  const Arrow = isDescending ? ArrowDownWideNarrow : ArrowUpNarrowWide;
  return (
    <th
      {...COLUMN_HEAD}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}
      className={className}
    >
      <button
        type="button"
        title={title}
        onClick={(event) => {
          event.stopPropagation();
          onSort(by);
        }}
        className={cx(
          'group flex h-full min-w-0 items-center gap-1 px-2 -outline-offset-2 hover:bg-hover hover:text-ink',
          // Over figures, which stand at the right.
          by === null ? 'text-left' : 'text-right',
          isSorted && 'font-semibold text-ink',
        )}
      >
        <Arrow
          aria-hidden="true"
          className={cx(
            'size-3 shrink-0',
            !isSorted && 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60',
          )}
        />
        <span className="line-clamp-2 min-w-0 leading-tight wrap-anywhere">{label}</span>
      </button>
    </th>
  );
}

/** What a press on a head asks for: the highest figures and the first cells come first, then the other way round. */
function nextOrder(order: CellOrder, by: MeasureName | null): CellOrder {
  return { by, isDescending: order.by === by ? !order.isDescending : by !== null };
}

'use client';

import { Ellipsis, GripVertical, Play, Square } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { usePress } from '@/components/ui/use-press';
import { useCellIsLive, useQueuePosition } from '@/lib/compare/client/compare-context';
import { useColumn, usePlanPart } from '@/lib/compare/client/plan-actions';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import { COLUMN_HEAD } from '../../grid/grid-roles';
import { useCompareActions } from '../../header/use-compare-actions';
import { HEAD_STYLE } from '../../table/table-parts';
import { useCompareView } from '../../view-state';
import { columnTitle } from '../column-title';
import { scrollBehavior } from '../scroll-behavior';
import { useColumnActions } from './column-actions';
import { type ColumnDrag, useColumnGrip } from './use-column-grip';

const loadItems = async () => (await import('./column-items')).ColumnItems;

export interface ColumnHeadProps {
  id: string;
  at: number;
  count: number;
  /** Its value of the first setting that differs; null: none does. */
  value: string | null;
  /** The head that is being dragged; null: none. */
  drag: ColumnDrag | null;
  onDrag: (drag: ColumnDrag | null) => void;
}

/** The name of a column and its actions. Alt and an arrow key move it. */
export function ColumnHead({ id, at, count, value, drag, onDrag }: ColumnHeadProps) {
  const column = useColumn(id);
  const isReference = usePlanPart((plan) => plan.referenceId === id);
  const live = useCellIsLive(id);
  const waits = useQueuePosition(id) >= 0;
  const actions = useColumnActions(id);
  const { run, stop } = useCompareActions();
  const [renaming, setRenaming] = useState(false);
  const renamedByKey = useRef(false);
  const grip = useColumnGrip(at, drag, onDrag, actions.moveTo);
  const head = useRef<HTMLTableCellElement>(null);
  const { revealed, change: changeView } = useCompareView();
  const isRevealed = revealed === id;
  useEffect(() => {
    if (!isRevealed) return;
    head.current?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: scrollBehavior() });
    changeView({ revealed: null });
  }, [isRevealed, changeView]);
  const isBusy = live || waits;
  const press = usePress(isBusy ? 'stop' : 'run', (meaning) => (meaning === 'stop' ? stop([id]) : run([id])));
  if (!column) return null;
  const letter = columnLetter(at);
  const title = columnTitle(column, at);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    actions.move(event.key === 'ArrowLeft' ? -1 : 1);
  };
  return (
    <th
      ref={head}
      {...COLUMN_HEAD}
      aria-label={`Column ${title}`}
      data-column-head={id}
      onKeyDown={onKeyDown}
      className={cx(
        HEAD_STYLE,
        drag?.from === at && 'bg-hover opacity-70',
        drag?.to === at && at < drag.from && 'shadow-[inset_3px_0_0_var(--accent)] forced-colors:border-l-4',
        drag?.to === at && at > drag.from && 'shadow-[inset_-3px_0_0_var(--accent)] forced-colors:border-r-4',
      )}
    >
      <span
        {...grip}
        aria-hidden="true"
        title="Drag to move"
        className={cx(
          'absolute inset-y-1 left-0 inline-flex w-4 touch-none items-center justify-center text-ink-3',
          count === 1 ? 'invisible' : 'cursor-grab active:cursor-grabbing',
        )}
      >
        <GripVertical className="size-3.5" />
      </span>
      {renaming ? (
        <NameField
          name={column.name}
          label={`Name of column ${letter}`}
          onDone={(name, byKey) => {
            renamedByKey.current = byKey;
            setRenaming(false);
            if (name !== undefined) actions.rename(name);
          }}
        />
      ) : (
        <button
          type="button"
          // Takes over from the name field, which had the focus.
          ref={(button) => {
            if (button && renamedByKey.current) button.focus();
            renamedByKey.current = false;
          }}
          aria-label={`Rename column ${letter}${column.name ? `, ${column.name}` : ''}`}
          aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
          title={title}
          onClick={() => setRenaming(true)}
          className="flex h-7 min-w-0 items-center -ml-1.5 gap-1.5 rounded-sm px-1.5 text-left hover:bg-hover pointer-coarse:h-10 pointer-coarse:min-w-10"
        >
          <span className="font-semibold">{letter}</span>
          {column.name && <span className="min-w-0 truncate text-ink-2">{visibleName(column.name)}</span>}
          {/* On a narrow screen the table of settings scrolls out of sight, and the head stays. */}
          {value !== null && (
            <span aria-hidden="true" className="min-w-0 truncate font-mono text-xs text-ink-2 wide:hidden">
              · {value}
            </span>
          )}
        </button>
      )}
      {isReference && <Badge tone="accent">Reference</Badge>}
      {column.prompt !== undefined && <Badge>Own prompt</Badge>}
      <span className="mr-auto" />
      <IconButton {...press} size="sm" label={`${isBusy ? 'Stop' : 'Run'} column ${letter}`}>
        {isBusy ? (
          <Square aria-hidden="true" className="size-3! fill-current" />
        ) : (
          <Play aria-hidden="true" className="size-3! fill-current" />
        )}
      </IconButton>
      <LazyMenu
        load={loadItems}
        menuProps={{ id, at, count, onRename: () => setRenaming(true) }}
        button={(more) => (
          <IconButton {...more} size="sm" label={`More for column ${letter}`} icon={Ellipsis} />
        )}
      />
    </th>
  );
}

/** Enter and blur apply the name, Escape does not. */
function NameField({
  name,
  label,
  onDone,
}: {
  name: string | null;
  label: string;
  onDone: (name: string | null | undefined, byKey: boolean) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (next: string | null | undefined, byKey: boolean) => {
    if (done.current) return;
    done.current = true;
    onDone(next, byKey);
  };
  return (
    <input
      ref={field}
      aria-label={label}
      defaultValue={name ?? ''}
      maxLength={80}
      placeholder="Name"
      autoComplete="off"
      onBlur={(event) => finish(event.currentTarget.value.trim() || null, false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        // Keeps this key from the button that gets the focus next.
        event.preventDefault();
        finish(event.key === 'Enter' ? event.currentTarget.value.trim() || null : undefined, true);
      }}
      className="h-7 min-w-0 flex-1 rounded-sm border border-line-strong bg-sunken px-1.5 focus-visible:border-accent pointer-coarse:text-[16px]"
    />
  );
}

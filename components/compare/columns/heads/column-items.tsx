'use client';

import {
  ArrowLeft,
  ArrowRight,
  CopyPlus,
  FileText,
  Flag,
  Grid3x3,
  PanelTop,
  Pencil,
  SquarePen,
  TextCursorInput,
  Trash2,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItems, useAfterMenu } from '@/components/ui/menu';
import { useCellRun, useCompareStore } from '@/lib/compare/client/compare-context';
import { useColumn, usePlanPart } from '@/lib/compare/client/plan-actions';
import { sweepPlanHref } from '@/lib/compare/client/sweep-address';
import { sweepOfColumn } from '@/lib/compare/client/sweep-edits';
import { MAX_COLUMNS } from '@/lib/compare/model/plan';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { useTakeSettings } from '../../take-settings';
import { useColumnActions } from './column-actions';

export interface ColumnItemsProps extends LazyMenuParts {
  id: string;
  at: number;
  count: number;
  onRename: () => void;
}

export function ColumnItems({ id, at, count, onRename, trigger }: ColumnItemsProps) {
  const router = useRouter();
  const { plan: store } = useCompareStore();
  const column = useColumn(id);
  const isReference = usePlanPart((plan) => plan.referenceId === id);
  const run = useCellRun(id);
  const actions = useColumnActions(id);
  const openInPlayground = useTakeSettings(id);
  const own = column?.prompt !== undefined;
  const { later, onClosed } = useAfterMenu();
  const startSweep = () => router.push(sweepPlanHref(sweepOfColumn(store.view().plan, id)));
  return (
    <Menu
      label={`Column ${columnLetter(at)}`}
      trigger={trigger}
      defaultOpen
      onClosed={onClosed}
      className="min-w-52"
    >
      <MenuItems
        items={[
          // The menu gives the focus back first: the field would be left again.
          { icon: Pencil, label: 'Rename', onSelect: () => later(onRename) },
          {
            icon: CopyPlus,
            label: 'Duplicate',
            disabled: count >= MAX_COLUMNS,
            onSelect: actions.duplicate,
          },
          {
            icon: Flag,
            label: isReference ? 'Remove as reference' : 'Use as reference',
            onSelect: actions.makeReference,
          },
          {
            icon: own ? PanelTop : TextCursorInput,
            label: own ? 'Use the shared prompt' : 'Use its own prompt',
            onSelect: () => actions.ownPrompt(!own),
          },
          null,
          {
            icon: ArrowLeft,
            label: 'Move left',
            shortcut: 'alt+left',
            disabled: at === 0,
            onSelect: () => actions.move(-1),
          },
          {
            icon: ArrowRight,
            label: 'Move right',
            shortcut: 'alt+right',
            disabled: at === count - 1,
            onSelect: () => actions.move(1),
          },
          null,
          { icon: SquarePen, label: 'Open in playground', onSelect: openInPlayground },
          { icon: Grid3x3, label: 'Start a sweep', onSelect: startSweep },
          {
            icon: FileText,
            label: 'Run details',
            disabled: !run,
            onSelect: () => run && router.push(`/history/${run.runId}`),
          },
          null,
          { icon: Trash2, label: 'Remove', tone: 'bad', disabled: count === 1, onSelect: actions.remove },
        ]}
      />
    </Menu>
  );
}

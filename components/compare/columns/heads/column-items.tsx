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
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
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
  return (
    <Menu label={`Column ${columnLetter(at)}`} trigger={trigger} defaultOpen className="min-w-52">
      <MenuItem
        icon={<Pencil aria-hidden="true" />}
        // After the menu has given the focus back, which would otherwise leave the field again.
        onSelect={() => setTimeout(onRename)}
      >
        Rename
      </MenuItem>
      <MenuItem
        icon={<CopyPlus aria-hidden="true" />}
        disabled={count >= MAX_COLUMNS}
        onSelect={actions.duplicate}
      >
        Duplicate
      </MenuItem>
      <MenuItem icon={<Flag aria-hidden="true" />} onSelect={actions.makeReference}>
        {isReference ? 'Remove as reference' : 'Use as reference'}
      </MenuItem>
      <MenuItem
        icon={own ? <PanelTop aria-hidden="true" /> : <TextCursorInput aria-hidden="true" />}
        onSelect={() => actions.ownPrompt(!own)}
      >
        {own ? 'Use the shared prompt' : 'Use its own prompt'}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<ArrowLeft aria-hidden="true" />}
        shortcut="alt+left"
        disabled={at === 0}
        onSelect={() => actions.move(-1)}
      >
        Move left
      </MenuItem>
      <MenuItem
        icon={<ArrowRight aria-hidden="true" />}
        shortcut="alt+right"
        disabled={at === count - 1}
        onSelect={() => actions.move(1)}
      >
        Move right
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<SquarePen aria-hidden="true" />} onSelect={openInPlayground}>
        Open in playground
      </MenuItem>
      <MenuItem
        icon={<Grid3x3 aria-hidden="true" />}
        onSelect={() => router.push(sweepPlanHref(sweepOfColumn(store.view().plan, id)))}
      >
        Start a sweep
      </MenuItem>
      <MenuItem
        icon={<FileText aria-hidden="true" />}
        disabled={!run}
        onSelect={() => run && router.push(`/history/${run.runId}`)}
      >
        Run details
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 aria-hidden="true" />}
        tone="bad"
        disabled={count === 1}
        onSelect={actions.remove}
      >
        Remove
      </MenuItem>
    </Menu>
  );
}

'use client';

import { ChevronDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { withChanged } from '@/lib/compare/client/column-edits';
import { useChangePlan } from '@/lib/compare/client/plan-actions';
import type { Variant } from '@/lib/compare/model/plan';
import { settingOf } from '../../header/blocked-columns';
import { useConnectionSelect } from '../../use-connection-select';
import { useCompareView } from '../../view-state';

/**
 * The connection of a column. A new one starts with the model that was last used there, or else with its first
 * (`ModelCell`).
 */
export function ConnectionCell({
  column,
  letter,
  differs,
}: {
  column: Variant;
  letter: string;
  differs: boolean;
}) {
  const { openedRow, change: changeView } = useCompareView();
  const field = useRef<HTMLSelectElement>(null);
  const isAdded = letter === 'A' && openedRow === 'connection';
  useEffect(() => {
    if (!isAdded) return;
    field.current?.focus();
    changeView({ openedRow: null });
  }, [isAdded, changeView]);
  const change = useChangePlan();
  const { isDeleted, select, options } = useConnectionSelect(column.connectionId, (chosen) =>
    change((plan) => withChanged(plan, column.id, (own) => ({ ...own, ...chosen }))),
  );
  return (
    <span className={cx('relative flex min-w-0 items-center hover:bg-hover', isDeleted && 'bg-bad-soft/50')}>
      <select
        {...select}
        ref={field}
        aria-label={`Connection of column ${letter}`}
        data-setting-of={settingOf(column.id, 'connection')}
        className={cx(
          'h-full min-h-8 w-full min-w-0 appearance-none truncate bg-transparent pr-7 pl-4 -outline-offset-2 pointer-coarse:min-h-11 pointer-coarse:text-[16px]',
          differs ? 'font-semibold text-ink' : 'text-ink-2',
        )}
      >
        {options}
      </select>
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute right-2 size-3.5 text-ink-3" />
    </span>
  );
}

'use client';

import { ChevronDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { withChanged } from '@/lib/compare/client/column-edits';
import { modelFor } from '@/lib/compare/client/new-plans';
import { useChangePlan } from '@/lib/compare/client/plan-actions';
import type { Variant } from '@/lib/compare/model/plan';
import { useConnections } from '@/lib/connections/client/connection-list';
import { settingOf } from '../../header/blocked-columns';
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
  const { connections, isPending } = useConnections();
  const change = useChangePlan();
  const known = connections.some(({ id }) => id === column.connectionId);
  const choose = (connectionId: string) => {
    const connection = connections.find(({ id }) => id === connectionId);
    if (!connection) return;
    const model = modelFor(connectionId, connection);
    change((plan) => withChanged(plan, column.id, (own) => ({ ...own, connectionId, model })));
  };
  return (
    <span
      className={cx(
        'relative flex min-w-0 items-center hover:bg-hover',
        !known && !isPending && 'bg-bad-soft/50',
      )}
    >
      <select
        ref={field}
        aria-label={`Connection of column ${letter}`}
        data-setting-of={settingOf(column.id, 'connection')}
        aria-invalid={(!known && !isPending) || undefined}
        value={column.connectionId}
        onChange={(event) => choose(event.currentTarget.value)}
        className={cx(
          'h-full min-h-8 w-full min-w-0 appearance-none truncate bg-transparent pr-7 pl-4 -outline-offset-2 pointer-coarse:min-h-11 pointer-coarse:text-[16px]',
          differs ? 'font-semibold text-ink' : 'text-ink-2',
        )}
      >
        {!known && (
          <option value={column.connectionId} disabled>
            {isPending ? 'Connection' : 'Connection deleted'}
          </option>
        )}
        {connections.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute right-2 size-3.5 text-ink-3" />
    </span>
  );
}

'use client';

import { useDeferredValue, useMemo } from 'react';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { distinguishingRow, settingsColumns, settingsTable } from '@/lib/compare/model/settings-table';
import { useConnections } from '@/lib/connections/client/connection-list';

const NONE: readonly string[] = [];

/**
 * What distinguishes columns at a glance, for each: its value of the first setting that differs. Empty: none does.
 *
 * @param ofColumns whether the comparison is one of columns: the many cells of others are not read
 */
export function useDistinguishingValues(ofColumns = true): readonly string[] {
  // Deferred, so that typing in a long prompt does not wait for it.
  const plan = useDeferredValue(usePlanPart((now) => now));
  const { connections } = useConnections();
  return useMemo(() => {
    if (!ofColumns) return NONE;
    const nameOf = (id: string) => connections.find((connection) => connection.id === id)?.name ?? null;
    const ids = variantsOf(plan).map(({ id }) => id);
    const rows = settingsTable(settingsColumns(plan, nameOf, ids));
    return distinguishingRow(rows)?.cells.map(({ text }) => text) ?? NONE;
  }, [plan, connections, ofColumns]);
}

'use client';

import { useDeferredValue, useMemo } from 'react';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { settingsColumns, settingsTable } from '@/lib/compare/model/settings-table';
import { useConnections } from '@/lib/connections/client/connection-list';

/** What distinguishes columns at a glance: each one's value of the first setting that differs. Empty: none does. */
export function useDistinguishingValues(): readonly string[] {
  const plan = useDeferredValue(usePlanPart((whole) => whole));
  const { connections } = useConnections();
  return useMemo(() => {
    const nameOf = (id: string) => connections.find((connection) => connection.id === id)?.name ?? null;
    const rows = settingsTable(settingsColumns(plan, nameOf));
    const first = rows.find(({ name, differs }) => differs && name !== 'prompt');
    return first?.cells.map(({ text }) => text) ?? [];
  }, [plan, connections]);
}

'use client';

import { useMemo } from 'react';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { type SettingsRow, settingsColumns, settingsTable } from '@/lib/compare/model/settings-table';
import { useConnections } from '@/lib/connections/client/connection-list';

/** The settings of all variants, or of one cell, with the names of their connections. */
export function useSettingsTable(plan: ComparisonPlan, cell?: string): readonly SettingsRow[] {
  const { connections } = useConnections();
  return useMemo(() => {
    const nameOf = (id: string) => connections.find((connection) => connection.id === id)?.name ?? null;
    return settingsTable(settingsColumns(plan, nameOf, cell === undefined ? undefined : [cell]));
  }, [plan, connections, cell]);
}

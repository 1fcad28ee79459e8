'use client';

import { useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { requestOfCell, variedBy } from '@/lib/compare/model/plan-cells';
import { firstWords } from '@/lib/compare/model/plan-labels';
import { NOT_SENT, settingText } from '@/lib/compare/model/settings-table';
import { useConnections } from '@/lib/connections/client/connection-list';
import type { Connection } from '@/lib/connections/model/connections';
import { PARAMETER_NAMES, parameterSpec } from '@/lib/protocol/request/parameters';
import { promptTexts } from '@/lib/protocol/request/prompts';

/** The settings that the cell sends; varied ones stand out. */
export function CellSettings({ cell }: { cell: string }) {
  const plan = usePlanPart((now) => now);
  const { connections } = useConnections();
  const requested = useMemo(() => requestOfCell(plan, cell), [plan, cell]);
  if (!requested) return null;
  const { connectionId, request, retries } = requested;
  const varied = new Set<string>(plan.axes.map(variedBy));
  const sent = PARAMETER_NAMES.flatMap((name) => {
    const value = name === 'retries' ? retries : request[name];
    if (value === undefined && !varied.has(name)) return [];
    const text = value === undefined ? NOT_SENT : settingText(name, value);
    return [{ name, label: parameterSpec(name).label, text }];
  });
  const rows = [
    { name: 'model', label: 'Model', text: request.model || 'None chosen' },
    ...(varied.has('model')
      ? [{ name: 'connection', label: 'Connection', text: nameOf(connections, connectionId) }]
      : []),
    ...(varied.has('prompt')
      ? [{ name: 'prompt', label: 'Prompt', text: promptTexts(request.prompt).map(firstWords).join(' · ') }]
      : []),
    ...sent,
  ];
  return (
    <section aria-label="Settings" className="shrink-0 px-4 py-3">
      <h3 className="mb-1.5 text-xs font-medium text-ink-2">Settings</h3>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(210px,1fr))] gap-x-6 gap-y-1 text-xs">
        {rows.map(({ name, label, text }) => (
          <div key={name} className="flex items-baseline justify-between gap-2">
            <dt className={varied.has(name) ? 'font-semibold text-ink' : 'text-ink-3'}>{label}</dt>
            <dd
              className={cx('min-w-0 truncate font-mono text-ink', varied.has(name) && 'font-semibold')}
              title={text}
            >
              {text}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function nameOf(connections: readonly Connection[], id: string): string {
  return connections.find((connection) => connection.id === id)?.name ?? 'Deleted';
}

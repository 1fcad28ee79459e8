'use client';

import { useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { requestOfCell } from '@/lib/compare/model/plan';
import { settingText } from '@/lib/compare/model/settings-table';
import { PARAMETER_NAMES, parameterSpec } from '@/lib/protocol/request/parameters';

/** The settings that the cell sends; varied ones stand out. */
export function CellSettings({ cell }: { cell: string }) {
  const plan = useSweepPlan((now) => now);
  const requested = useMemo(() => requestOfCell(plan, cell), [plan, cell]);
  if (!requested) return null;
  const varied = new Set<string>(plan.axes.map(({ parameter }) => parameter));
  const sent = PARAMETER_NAMES.flatMap((name) => {
    const value = name === 'retries' ? requested.retries : requested.request[name];
    return value === undefined ? [] : [{ name, text: settingText(name, value) }];
  });
  return (
    <section aria-label="Settings" className="shrink-0 px-4 py-3">
      <h3 className="mb-1.5 text-xs font-medium text-ink-2">Settings</h3>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(210px,1fr))] gap-x-6 gap-y-1 text-xs">
        <div className="flex items-baseline justify-between gap-2">
          <dt className="text-ink-3">Model</dt>
          <dd className="truncate font-mono text-ink">{requested.request.model || 'None chosen'}</dd>
        </div>
        {sent.map(({ name, text }) => (
          <div key={name} className="flex items-baseline justify-between gap-2">
            <dt className={varied.has(name) ? 'font-semibold text-ink' : 'text-ink-3'}>
              {parameterSpec(name).label}
            </dt>
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

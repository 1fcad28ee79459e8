'use client';

import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { cutAtWord } from '@/lib/protocol/text/cut-text';

/** A value can be of any length. */
const MAX_SHOWN = 2_000;

/** The values of the cell's row in the table of inputs. */
export function CellInput({ input }: { input: number }) {
  const inputs = usePlanPart((plan) => plan.inputs);
  const row = inputs?.rows[input];
  if (!inputs || !row) return null;
  return (
    <section aria-label="Input" className="shrink-0 border-b px-4 py-2">
      <dl className="flex max-h-40 flex-col gap-1 overflow-y-auto text-xs">
        {inputs.columns.map((name, at) => (
          <div key={name} className="flex gap-2">
            <dt className="w-24 shrink-0 truncate text-ink-3" title={name}>
              {name}
            </dt>
            <dd className="min-w-0 font-mono wrap-anywhere whitespace-pre-wrap text-ink">
              {cutAtWord(row.values[at] ?? '', MAX_SHOWN)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

'use client';

import { Table2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Switch } from '@/components/ui/switch';
import { toastUndo } from '@/components/ui/toast';
import { inputNotes, variablesOf, withTypedValue, withVariables } from '@/lib/compare/client/input-edits';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { counted } from '@/lib/platform/numbers/counted';
import { PlanTextArea } from '../prompt/plan-text-area';
import { useTableDrop } from './use-table-drop';

const TableDialog = lazy(async () => ({ default: (await import('./table-dialog')).TableDialog }));

/** Whether `{{name}}` is a variable, and the values: typed, or in a table. */
export function InputsSection() {
  const on = usePlanPart((plan) => plan.variables === true);
  const rows = usePlanPart(({ inputs }) => inputs?.rows.length ?? 0);
  const columns = usePlanPart(({ inputs }) => inputs?.columns.length ?? 0);
  const hasTable = usePlanPart(({ inputs }) => inputs !== undefined);
  const change = useChangePlan();
  /** Null: closed. A text to read, or empty: the table as it is. */
  const [opened, setOpened] = useState<string | null>(null);
  const { isOver, handlers } = useTableDrop(setOpened);
  const toggle = () => {
    const before = change((plan) => withVariables(plan, !on));
    if (before.inputs === undefined) return;
    toastUndo('Variables turned off and table removed.', () => change(() => before));
  };
  return (
    <section
      {...handlers}
      aria-labelledby="compare-inputs"
      className={cx('-mx-1 flex flex-col gap-2 rounded-sm px-1', isOver && 'bg-accent-soft')}
    >
      <div className="flex h-6 items-center gap-2 pointer-coarse:h-10">
        <h2 id="compare-inputs" className="mr-auto text-xs font-medium text-ink-2">
          Inputs
        </h2>
        <label htmlFor="compare-variables" className="text-xs text-ink-2">
          Use variables
        </label>
        <Switch id="compare-variables" checked={on} onCheckedChange={toggle} />
      </div>
      {on && (
        <>
          {rows > 1 ? (
            <p className="text-xs text-ink-2" data-inputs="">
              {counted(rows, 'row')} × {counted(columns, 'column')}. Everything runs once per row.
            </p>
          ) : (
            <TypedValues />
          )}
          <InputNotes />
          <Button
            id="edit-inputs"
            size="sm"
            className="self-start"
            onClick={() => setOpened('')}
            icon={Table2}
          >
            {hasTable ? 'Edit table' : 'Use a table'}
          </Button>
        </>
      )}
      {opened !== null && (
        <Suspense fallback={null}>
          <TableDialog text={opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </section>
  );
}

/** A field for each variable, while there is one row at most. */
function TypedValues() {
  const names = usePlanPart(variablesOf);
  if (names.length === 0) {
    return (
      <p className="text-xs text-ink-3">
        Use {'{{name}}'} in a prompt, suffix or stop sequence. Type {'{{{{'} for literal braces.
      </p>
    );
  }
  return names.map((name) => (
    <div key={name} className="flex items-start gap-2">
      <span
        aria-hidden="true"
        className="w-24 shrink-0 truncate pt-1.5 font-mono text-xs text-ink-2"
        title={name}
      >
        {name}
      </span>
      <PlanTextArea
        aria-label={`Value of ${name}`}
        rows={1}
        read={({ inputs }) => inputs?.rows[0]?.values[inputs.columns.indexOf(name)] ?? ''}
        write={(plan, text) => withTypedValue(plan, name, text)}
        className="field-sizing-content max-h-32 w-full resize-none rounded-sm border border-line-strong bg-sunken px-2 py-1 text-[13px]! pointer-coarse:py-2"
      />
    </div>
  ));
}

const MAX_NAMES = 5;

/** Where table and texts do not match. */
function InputNotes() {
  const plan = usePlanPart((now) => now);
  const { missing, unused, empty } = inputNotes(plan);
  const hasTable = plan.inputs !== undefined;
  const rows = plan.inputs?.rows.length ?? 0;
  const notes = [
    ...(hasTable && missing.length > 0 ? [`No column for ${listed(missing)}.`] : []),
    ...(empty.size > 0
      ? [
          rows > 1
            ? `Empty: ${[...empty]
                .slice(0, MAX_NAMES)
                .map(([name, count]) => `“${name}” in ${counted(count, 'row')}`)
                .join(', ')}.`
            : `Empty: ${listed([...empty.keys()])}.`,
        ]
      : []),
    ...(unused.length > 0 ? [`Not used: ${listed(unused)}.`] : []),
  ];
  return (
    <div role="status" className="flex flex-col gap-0.5 text-xs text-warn empty:hidden">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}

function listed(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return `${names
    .slice(0, MAX_NAMES)
    .map((name) => `“${name}”`)
    .join(', ')}${more}`;
}

'use client';

import { FileUp } from 'lucide-react';
import { useDeferredValue, useEffect, useId, useState } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { DataTable } from '@/components/ui/data-table';
import { Field } from '@/components/ui/field';
import { Switch } from '@/components/ui/switch';
import { TextArea } from '@/components/ui/text-area';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { type TakenTable, takeTable } from '@/lib/compare/client/input-edits';
import { type ReadTable, readTable } from '@/lib/compare/client/read-table';
import type { Inputs } from '@/lib/compare/model/inputs';
import { counted } from '@/lib/platform/numbers/counted';
import { cutAtWord } from '@/lib/protocol/text/cut-text';
import { takeTableFile, useTableDrop } from './use-table-drop';

/** Characters; what a file may have in bytes. */
const MAX_TEXT = 8 * 1024 * 1024;
const PREVIEW_ROWS = 3;
/** Characters of a value. */
const PREVIEW_LENGTH = 120;

/** Reads a table from a pasted text or a file, and says what it has and what does not fit. */
export function ImportTable({
  start,
  onUse,
  onEmpty,
  onCancel,
}: {
  start: string;
  onUse: (inputs: Inputs) => void;
  /** A table to be written by hand. */
  onEmpty: () => void;
  /** Absent: there is nothing to go back to. */
  onCancel?: () => void;
}) {
  const [text, setText] = useState(start);
  /** Undefined: as the text looks. */
  const [header, setHeader] = useState<boolean | undefined>(undefined);
  const take = (next: string) => {
    setText(next);
    setHeader(undefined);
  };
  const { isOver, handlers } = useTableDrop(take);
  const { table, taken, problem } = useTable(text, header);
  const id = useId();
  return (
    <div {...handlers} className={cx('flex min-h-0 flex-col gap-3 rounded-sm', isOver && 'bg-accent-soft')}>
      <Field
        label="Table"
        hint="CSV, TSV or JSON Lines. Copy from a spreadsheet, or drop a file here. Up to 1,000 rows and 1 MB."
        error={problem}
        aside={
          <label className={cx(buttonStyle('secondary', 'sm'), 'cursor-pointer has-focus-visible:outline-2')}>
            <FileUp aria-hidden="true" className="size-3.5" />
            Choose file
            <input
              type="file"
              accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,text/tab-separated-values"
              className="sr-only"
              onChange={({ currentTarget }) => {
                const [file] = currentTarget.files ?? [];
                if (file) void takeTableFile(file, take);
                currentTarget.value = '';
              }}
            />
          </label>
        }
      >
        {(field) => (
          <TextArea
            {...field}
            mono
            rows={8}
            spellCheck={false}
            data-autofocus=""
            value={text}
            placeholder={'question,expected\nCapital of France?,Paris'}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            onPaste={() => setHeader(undefined)}
          />
        )}
      </Field>
      {table && table.format !== 'JSON' && (
        <div className="flex items-center gap-2">
          <Switch id={id} checked={table.names !== null} onCheckedChange={setHeader} />
          <label htmlFor={id} className="text-xs text-ink-2">
            First row contains column names
          </label>
        </div>
      )}
      <div role="status" className="flex flex-col gap-1 text-xs">
        {taken?.inputs && table && (
          <p>
            {table.format}: {counted(taken.inputs.rows.length, 'row')} ×{' '}
            {counted(taken.inputs.columns.length, 'column')}
          </p>
        )}
        {taken?.leftOut.map((note) => (
          <p key={note} className="text-warn">
            {note}
          </p>
        ))}
      </div>
      {taken?.inputs && (
        <DataTable
          label="First rows"
          heads={['Row', ...taken.inputs.columns]}
          rows={taken.inputs.rows
            .slice(0, PREVIEW_ROWS)
            .map(({ values }, at) => [at + 1, ...values.map((value) => cutAtWord(value, PREVIEW_LENGTH))])}
          texts={taken.inputs.columns.length + 1}
        />
      )}
      <div className="flex justify-end gap-2">
        {onCancel ? (
          <Button onClick={onCancel}>Cancel</Button>
        ) : (
          <Button variant="ghost" onClick={onEmpty}>
            Start with an empty table
          </Button>
        )}
        <Button
          variant="primary"
          disabled={!taken?.inputs}
          onClick={() => taken?.inputs && onUse(taken.inputs)}
        >
          Use table
        </Button>
      </div>
    </div>
  );
}

function useTable(
  typed: string,
  header: boolean | undefined,
): { readonly table: ReadTable | null; readonly taken: TakenTable | null; readonly problem: string | null } {
  const { plan } = useCompareStore();
  const text = useDeferredValue(typed);
  const [table, setTable] = useState<ReadTable | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isTooLong = text.length > MAX_TEXT;
  useEffect(() => {
    let isCurrent = true;
    if (text.trim() === '' || isTooLong) {
      setTable(null);
      setProblem(isTooLong ? 'This is larger than 8 MB.' : null);
      return;
    }
    readTable(text, header).then(
      (read) => {
        if (!isCurrent) return;
        setTable(read);
        setProblem(read.rows.length === 0 ? 'There are no rows yet.' : null);
      },
      () => isCurrent && setProblem("Couldn't load this. Check your network."),
    );
    return () => {
      isCurrent = false;
    };
  }, [text, header, isTooLong]);
  const [taken, setTaken] = useState<TakenTable | null>(null);
  // Ids of new rows are random, so it is taken once.
  useEffect(() => setTaken(table && takeTable(plan.view().plan, table)), [table, plan]);
  return { table, taken, problem };
}

import {
  type InputRow,
  type Inputs,
  inputBytes,
  MAX_INPUT_BYTES,
  MAX_INPUT_COLUMNS,
  MAX_INPUT_ROWS,
} from '@/lib/compare/model/inputs';
import { type ComparisonPlan, MAX_CELLS } from '@/lib/compare/model/plan';
import { cellCount, isExpected, templatesOf } from '@/lib/compare/model/plan-cells';
import { COLUMN_NAME, MAX_COLUMN_NAME, variablesIn } from '@/lib/compare/model/variables';
import { counted } from '@/lib/platform/numbers/counted';
import { fitting, withReference } from './column-edits';
import type { ReadTable } from './read-table';

/** Changes to the variables of a plan and to their table, each a new plan that is valid when the old one was. */

const known = new WeakMap<ComparisonPlan, readonly string[]>();

/**
 * The variables that the plan's texts have, each once, in their order; the same list for the same plan. None while
 * braces are plain.
 */
export function variablesOf(plan: ComparisonPlan): readonly string[] {
  const found = known.get(plan) ?? [...new Set(plan.variables ? templatesOf(plan).flatMap(variablesIn) : [])];
  known.set(plan, found);
  return found;
}

/** Without variables there is no table: its rows would only repeat each run. */
export function withVariables(plan: ComparisonPlan, on: boolean): ComparisonPlan {
  const { variables: _variables, inputs: _inputs, ...rest } = plan;
  return on ? { ...plan, variables: true } : withReference(rest);
}

export function withInputs(plan: ComparisonPlan, inputs: Inputs | null): ComparisonPlan {
  const { inputs: _before, ...rest } = plan;
  return fitting(plan, withReference(inputs === null ? rest : { ...rest, inputs }));
}

/** Variables on, and a table with a single empty row. */
export function withFirstInput(plan: ComparisonPlan): ComparisonPlan {
  const on = withVariables(plan, true);
  if (on.inputs) return on;
  const columns = variablesOf(on).slice(0, MAX_INPUT_COLUMNS);
  const names = columns.length === 0 ? ['input'] : columns;
  return withInputs(on, { columns: names, rows: [{ id: newRowId([]), values: names.map(() => '') }] });
}

/** Undoes `withFirstInput` while no value was written: without a table, and without variables where no text has one. */
export function withoutEmptyInput(plan: ComparisonPlan): ComparisonPlan {
  const { inputs } = plan;
  if (
    !inputs ||
    plan.axes.length === 0 ||
    inputs.rows.length > 1 ||
    inputs.rows[0]?.values.some((value) => value !== '')
  )
    return plan;
  return variablesOf(plan).length === 0 ? withVariables(plan, false) : withInputs(plan, null);
}

/** The value of a variable in the only row; a row and a column that are not there yet are added. */
export function withTypedValue(plan: ComparisonPlan, name: string, value: string): ComparisonPlan {
  const inputs = plan.inputs ?? { columns: [], rows: [{ id: newRowId([]), values: [] }] };
  const { columns } = inputs;
  const at = columns.indexOf(name);
  if (at >= 0) return withValue(plan, 0, at, value);
  return withInputs(plan, {
    columns: [...columns, name],
    rows: inputs.rows.map((row, index) => ({ ...row, values: [...row.values, index === 0 ? value : ''] })),
  });
}

export function withValue(plan: ComparisonPlan, row: number, column: number, value: string): ComparisonPlan {
  const { inputs } = plan;
  const before = inputs?.rows[row];
  if (!inputs || !before || before.values[column] === undefined || before.values[column] === value)
    return plan;
  return bounded(plan, {
    ...inputs,
    rows: inputs.rows.with(row, { ...before, values: before.values.with(column, value) }),
  });
}

/** Values from this place on, as they are pasted; what lies beyond the table is left out. */
export function withBlock(
  plan: ComparisonPlan,
  row: number,
  column: number,
  block: readonly (readonly string[])[],
): ComparisonPlan {
  const { inputs } = plan;
  if (!inputs) return plan;
  const rows = inputs.rows.map((old, at): InputRow => {
    const values = block[at - row];
    if (at < row || !values) return old;
    return { ...old, values: old.values.map((value, index) => values[index - column] ?? value) };
  });
  return bounded(plan, { ...inputs, rows });
}

export function withRowAdded(plan: ComparisonPlan, at = plan.inputs?.rows.length ?? 0): ComparisonPlan {
  const { inputs } = plan;
  if (!inputs || inputs.rows.length >= MAX_INPUT_ROWS) return plan;
  const row = { id: newRowId(inputs.rows), values: inputs.columns.map(() => '') };
  return withInputs(plan, { ...inputs, rows: inputs.rows.toSpliced(at, 0, row) });
}

export function withoutRow(plan: ComparisonPlan, at: number): ComparisonPlan {
  const { inputs } = plan;
  if (!inputs || inputs.rows.length < 2) return plan;
  return withInputs(plan, { ...inputs, rows: inputs.rows.toSpliced(at, 1) });
}

export function withColumnAdded(plan: ComparisonPlan, name: string): ComparisonPlan {
  const { inputs } = plan;
  if (!inputs || inputs.columns.length >= MAX_INPUT_COLUMNS || columnIssue(plan, name) !== null) return plan;
  return bounded(plan, {
    columns: [...inputs.columns, name],
    rows: inputs.rows.map((row) => ({ ...row, values: [...row.values, ''] })),
  });
}

export function withoutColumnAt(plan: ComparisonPlan, at: number): ComparisonPlan {
  const { inputs } = plan;
  if (!inputs || inputs.columns.length < 2) return withInputs(plan, null);
  return withInputs(plan, {
    columns: inputs.columns.toSpliced(at, 1),
    rows: inputs.rows.map((row) => ({ ...row, values: row.values.toSpliced(at, 1) })),
  });
}

export function withColumnNamed(plan: ComparisonPlan, at: number, name: string): ComparisonPlan {
  const { inputs } = plan;
  if (!inputs || columnIssue(plan, name, at) !== null) return plan;
  return bounded(plan, { ...inputs, columns: inputs.columns.with(at, name.normalize('NFC')) });
}

/** Why a column cannot have this name; null: it can. @param at its own place, if it has one */
export function columnIssue({ inputs }: ComparisonPlan, name: string, at = -1): string | null {
  if (!COLUMN_NAME.test(name)) {
    return `Start with a letter, then use letters, digits, spaces, “_” or “-”, up to ${MAX_COLUMN_NAME} characters.`;
  }
  const isTaken = inputs?.columns.some((other, index) => index !== at && other === name.normalize('NFC'));
  return isTaken ? 'Another column has this name.' : null;
}

/** A name for one more column: that of a variable without one, else a new one. */
export function freeColumnName(plan: ComparisonPlan): string {
  const columns = plan.inputs?.columns ?? [];
  return variablesOf(plan).find((name) => !columns.includes(name)) ?? freeName('', columns);
}

function bounded(plan: ComparisonPlan, inputs: Inputs): ComparisonPlan {
  return inputBytes(inputs) > MAX_INPUT_BYTES ? plan : { ...plan, inputs };
}

/** Not used before: the runs of a removed row must not show up under another. */
function newRowId(rows: readonly Pick<InputRow, 'id'>[]): string {
  const taken = new Set(rows.map(({ id }) => id));
  for (;;) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    const id = random.toString(36).slice(-6).padStart(6, '0');
    if (!taken.has(id)) return id;
  }
}

export interface TakenTable {
  readonly inputs: Inputs | null;
  /** Sentences about what is not as it was written. */
  readonly leftOut: readonly string[];
}

/**
 * The inputs of a plan from a table that was read, as far as it fits. Rows that the plan has already, with the same
 * values, keep their runs.
 */
export function takeTable(plan: ComparisonPlan, { names, rows, more, unread }: ReadTable): TakenTable {
  const leftOut: string[] = [];
  const width = Math.max(names?.length ?? 0, rows[0]?.length ?? 0) + more.columns;
  if (unread.length > 0) {
    leftOut.push(`${counted(unread.length, 'line')} left out: not a JSON object (first: line ${unread[0]}).`);
  }
  if (width === 0 || rows.length === 0) return { inputs: null, leftOut };
  const free = variablesOf(plan);
  const wanted =
    names ?? Array.from({ length: Math.min(width, MAX_INPUT_COLUMNS) }, (_, at) => free[at] ?? '');
  const columns: string[] = [];
  const renamed: string[] = [];
  for (const name of wanted.slice(0, MAX_INPUT_COLUMNS)) {
    const column = freeName(columnName(name), columns);
    if (names !== null && column !== name.trim().normalize('NFC'))
      renamed.push(`“${shown(name)}” → “${column}”`);
    columns.push(column);
  }
  if (width > columns.length)
    leftOut.push(`${counted(width - columns.length, 'column')} left out: the limit is ${MAX_INPUT_COLUMNS}.`);
  if (renamed.length > 0) {
    const others = renamed.length > 3 ? ` and ${renamed.length - 3} more` : '';
    leftOut.push(`Columns renamed: ${renamed.slice(0, 3).join(', ')}${others}.`);
  }
  const perRow = cellCount({ ...plan, inputs: undefined });
  const fitting = Math.min(MAX_INPUT_ROWS, Math.floor(MAX_CELLS / perRow));
  const known = idsByValues(plan.inputs, columns);
  const taken: InputRow[] = [];
  let bytes = inputBytes({ columns, rows: [] });
  for (const row of rows.slice(0, fitting)) {
    const values = columns.map((_, at) => (row[at] ?? '').replace(/\p{Surrogate}/gu, '\uFFFD'));
    bytes += inputBytes({ columns: values, rows: [] });
    if (bytes > MAX_INPUT_BYTES) break;
    const id = known.get(JSON.stringify(values))?.shift();
    taken.push({ id: id ?? newRowId([...taken, ...(plan.inputs?.rows ?? [])]), values });
  }
  const lost = rows.length + more.rows - taken.length;
  if (lost > 0) {
    const why =
      taken.length < Math.min(fitting, rows.length)
        ? 'the limit is 1 MB of text'
        : fitting < MAX_INPUT_ROWS
          ? `the limit is ${MAX_CELLS.toLocaleString('en')} runs, and each row runs ${counted(perRow, 'time')}`
          : `the limit is ${MAX_INPUT_ROWS.toLocaleString('en')}`;
    leftOut.push(`${counted(lost, 'row')} left out: ${why}.`);
  }
  return { inputs: taken.length === 0 ? null : { columns, rows: taken }, leftOut };
}

/** The ids of rows that have these values in these columns; several rows can have the same. */
function idsByValues(inputs: Inputs | undefined, columns: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (!inputs || inputs.columns.length !== columns.length) return found;
  const places = columns.map((name) => inputs.columns.indexOf(name));
  for (const { id, values } of places.includes(-1) ? [] : inputs.rows) {
    const key = JSON.stringify(places.map((at) => values[at]));
    found.set(key, [...(found.get(key) ?? []), id]);
  }
  return found;
}

/** The nearest name that a column can have; empty: none. */
function columnName(written: string): string {
  const plain = written
    .normalize('NFC')
    .trim()
    .replace(/[^\p{L}\p{M}\p{N}_ -]+/gu, '_')
    .replace(/^(?=[^\p{L}_])/u, '_')
    .slice(0, MAX_COLUMN_NAME)
    .trim();
  return COLUMN_NAME.test(plain) ? plain : '';
}

function freeName(name: string, taken: readonly string[]): string {
  const base = name === '' ? 'column' : name;
  if (name !== '' && !taken.includes(name)) return name;
  for (let number = name === '' ? 1 : 2; ; number += 1) {
    const next = `${base.slice(0, MAX_COLUMN_NAME - 4)}_${number}`;
    if (!taken.includes(next)) return next;
  }
}

function shown(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}

/** Sentences about a table and the variables that do not match; each with the name of the column or variable. */
export function inputNotes(plan: ComparisonPlan): {
  missing: string[];
  unused: string[];
  empty: Map<string, number>;
} {
  const { inputs } = plan;
  const used = variablesOf(plan);
  const columns = inputs?.columns ?? [];
  const empty = new Map<string, number>();
  for (const [at, name] of columns.entries()) {
    if (!used.includes(name)) continue;
    const count = inputs?.rows.filter(({ values }) => values[at] === '').length ?? 0;
    if (count > 0) empty.set(name, count);
  }
  return {
    missing: used.filter((name) => !columns.includes(name)),
    unused: columns.filter((name) => !used.includes(name) && !isExpected(name)),
    empty,
  };
}

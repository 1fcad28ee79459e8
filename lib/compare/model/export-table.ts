import { type CsvCell, createCsvLines } from '@/lib/history/model/export/csv';
import { PARAMETER_NAMES, type ParameterName, parameterSpec } from '@/lib/protocol/request/parameters';
import { withHyphen } from '@/lib/protocol/text/minus';
import { characterStart } from '@/lib/texts/model/split-text';
import { type Check, checkLabel, NO_CHECKS, passesAll, type Verdict } from './checks';
import { markdownTable } from './markdown-table';
import {
  checkMeasure,
  type MeasureName,
  measureNames,
  measureSpec,
  measureText,
  type OutputMeasures,
} from './measures';
import { isGridKey } from './plan-cells';
import { NOT_SENT, settingText } from './settings-table';

/** One output of a comparison: a column, or one repeat of a cell of a sweep; one record per choice. */
export interface ExportRecord {
  /** Its key (`cellAt`). */
  readonly cell: string;
  /** The column's name; for a sweep's cell, its values. */
  readonly name: string;
  /** Where it is: names of values on the axes (`row`, `column`), the row of the table and the repeat from 1; what there is. */
  readonly coordinates: Readonly<Record<string, string | number>>;
  /** The values in its row of the table. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly choice: number;
  readonly model: string | null;
  /** Null when it is left out. */
  readonly prompt: string | null;
  /** What was sent, without model and prompt. `user` is never exported. */
  readonly parameters: Partial<Readonly<Record<ParameterName, unknown>>>;
  /** A run's status; null where there is no run. */
  readonly status: string | null;
  readonly measures: OutputMeasures | null;
  /** Of each check of the comparison, in their order; empty: the run is not complete. */
  readonly verdicts: readonly Verdict[];
  /** Null when there is no output, or it is left out. */
  readonly text: string | null;
}

/** What the columns of a table are, of all its records. */
export interface TableColumns {
  readonly coordinates: readonly string[];
  readonly inputs: readonly string[];
  /** Those that any record sends. */
  readonly parameters: readonly ParameterName[];
  /** Those that any record has, and every check. */
  readonly measures: readonly MeasureName[];
}

/** @param others those of records that came before */
export function tableColumns(
  records: readonly ExportRecord[],
  checks: readonly Check[],
  others?: TableColumns,
): TableColumns {
  const [first] = records;
  return {
    coordinates: others?.coordinates ?? Object.keys(first?.coordinates ?? {}),
    inputs: others?.inputs ?? Object.keys(first?.inputs ?? {}),
    parameters: PARAMETER_NAMES.filter(
      (name) =>
        name !== 'user' &&
        (others?.parameters.includes(name) ||
          records.some(({ parameters }) => parameters[name] !== undefined)),
    ),
    measures: measureNames(checks).filter(
      (name) =>
        measureSpec(name, checks).isVerdict === true ||
        others?.measures.includes(name) ||
        records.some(({ measures }) => (measures?.values[name] ?? null) !== null),
    ),
  };
}

/** A column of the CSV; one with a label is in the Markdown table, too, where `shown` may say it in other words. */
type Field = readonly [
  name: string,
  value: (record: ExportRecord) => CsvCell,
  label?: string,
  shown?: (record: ExportRecord) => string | null,
];

/** All that a table says of an output, in its order. */
function fieldsOf(
  { coordinates, inputs, parameters, measures }: TableColumns,
  checks: readonly Check[],
): Field[] {
  const headers = measureHeaders(measures, checks);
  const csvValue = createCsvValues();
  return [
    ['cell', ({ cell }) => cell],
    ['name', ({ name }) => name],
    ...coordinates.map((name): Field => [name, (record) => record.coordinates[name] ?? null]),
    ...inputs.map((name): Field => [`input: ${name}`, (record) => record.inputs[name] ?? null, name]),
    ['choice', ({ choice }) => choice],
    ['model', ({ model }) => model, 'Model'],
    ...parameters.map(
      (name): Field => [
        name,
        (record) => csvValue(record.parameters[name]),
        parameterSpec(name).label,
        ({ parameters: { [name]: value } }) => (value === undefined ? NOT_SENT : fileText(name, value)),
      ],
    ),
    ['status', ({ status }) => status, 'Status'],
    ['finish_reason', (record) => record.measures?.finishReason ?? null, 'Finish reason'],
    ...measures.map(
      (name, at): Field => [
        headers[at] ?? name,
        (record) => record.measures?.values[name] ?? null,
        measureSpec(name, checks).label,
        (record) => figureText(name, record.measures),
      ],
    ),
    ...(checks.length > 0
      ? [['failed_checks', (record: ExportRecord) => failedLabel(record, checks), 'Failed checks'] as const]
      : []),
    ['prompt', ({ prompt }) => prompt, 'Prompt'],
    ['text', ({ text }) => text, 'Output'],
  ];
}

/** Fields that are shown as long as a text, and not as a value. */
const TEXTS: ReadonlySet<string> = new Set(['failed_checks', 'prompt', 'text']);

/**
 * Writes a comparison as CSV (RFC 4180, CRLF): one line per output, one column for each parameter that any of them
 * sends and for each measure that any of them has, numbers as plain numbers. A text that a spreadsheet would
 * run as a formula gets an apostrophe in front.
 */
export function createComparisonCsv(
  columns: TableColumns,
  checks: readonly Check[],
): { readonly head: string; readonly line: (record: ExportRecord) => string } {
  const fields = fieldsOf(columns, checks);
  const line = createCsvLines();
  return {
    head: line(fields.map(([name]) => name)),
    line: (record) => line(fields.map(([, value]) => value(record))),
  };
}

/** A JSON object on a line of its own, with the names of the CSV; settings and verdicts as objects of their own. */
export function comparisonJsonLine(
  { cell, name, coordinates, inputs, choice, model, parameters, status, measures, ...record }: ExportRecord,
  checks: readonly Check[],
): string {
  const { verdicts, prompt, text } = record;
  const { user: _user, ...sent } = parameters;
  const known = measureNames(NO_CHECKS).flatMap((measure) => {
    const value = measures?.values[measure] ?? null;
    return value === null ? [] : [[snakeCase(measure), value] as const];
  });
  return `${JSON.stringify({
    cell,
    name,
    coordinates,
    ...(Object.keys(inputs).length > 0 && { inputs }),
    choice,
    model,
    parameters: sent,
    status,
    finish_reason: measures?.finishReason ?? null,
    measures: Object.fromEntries(known),
    ...(checks.length > 0 && {
      passed: verdicts.length === 0 ? null : passesAll(verdicts),
      checks: checks.map((check, at) => ({
        check: checkLabel(check),
        pass: verdicts[at]?.pass ?? null,
        why: verdicts[at]?.why ?? null,
      })),
    }),
    prompt,
    text,
  })}\n`;
}

/** UTF-16 units of a text that are shown; a longer one ends with `…`. */
export interface ShownLengths {
  /** Of an output, a prompt, or what failed. */
  readonly text: number;
  /** Of a setting, a measure or an input. */
  readonly value: number;
}

const WHOLE: ShownLengths = { text: Number.POSITIVE_INFINITY, value: Number.POSITIVE_INFINITY };

/** At most this many records go side by side; more become rows. */
const SIDE_BY_SIDE = 8;

/**
 * A comparison as a Markdown table. Columns go side by side, with the sent settings, the measures and the
 * output below each other; each cell of a sweep is a row.
 */
export function comparisonMarkdown(
  records: readonly ExportRecord[],
  checks: readonly Check[],
  lengths = WHOLE,
): string {
  const fields = fieldsOf(tableColumns(records, checks), checks);
  const rows = fields.flatMap(([name, value, label, shown = value]) => {
    const values = records.map(shown);
    if (label === undefined || values.every((one) => one === null)) return [];
    const max = TEXTS.has(name) ? lengths.text : lengths.value;
    return [[label, ...values.map((one) => shortened(String(one ?? ''), max))]];
  });
  if (records.length <= SIDE_BY_SIDE && !records.some(({ cell }) => isGridKey(cell))) {
    const names = records.map(({ name, choice }) => (choice === 0 ? name : `${name} (${choice + 1})`));
    return markdownTable([['', ...names], ...rows]);
  }
  const names = ['', ...records.map(({ name }) => name)];
  return markdownTable(names.map((name, at) => [name, ...rows.map((row) => row[at] ?? '')]));
}

/** JSON as in CSV; a minus sign within texts of the person stays as it is. */
function fileText(name: ParameterName, value: unknown): string {
  const { kind } = parameterSpec(name);
  if (typeof value === 'object' && (kind === 'json' || kind === 'fields')) return JSON.stringify(value);
  const text = settingText(name, value);
  return typeof value === 'string' || Array.isArray(value) ? text : withHyphen(text);
}

function figureText(name: MeasureName, measures: OutputMeasures | null): string | null {
  const value = measures?.values[name] ?? null;
  return measures === null || value === null ? null : withHyphen(measureText(name, value, measures));
}

function shortened(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, characterStart(text, max))} …` : text;
}

/** Items of a list, and fields of an object, that may be shown: more of them are longer than a value. */
const MAX_ITEMS = 100;

/**
 * Makes records that can be held by the thousand: of their texts no more than is shown, and one unit, so that a cut one looks
 * cut.
 */
export function createShortRecords({ text: maxText, value: maxValue }: ShownLengths) {
  // All outputs of a run have the same object.
  const known = new WeakMap<object, ExportRecord['parameters']>();
  return ({ prompt, text, parameters, inputs, ...record }: ExportRecord): ExportRecord => {
    const short = known.get(parameters) ?? (beginnings(parameters, maxValue) as ExportRecord['parameters']);
    known.set(parameters, short);
    return {
      ...record,
      prompt: prompt && beginning(prompt, maxText),
      text: text && beginning(text, maxText),
      parameters: short,
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [name, beginning(value, maxValue)]),
      ),
    };
  };
}

function beginnings(value: unknown, max: number): unknown {
  if (typeof value === 'string') return beginning(value, max);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => beginnings(item, max));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(fields.map(([name, one]) => [beginning(name, max), beginnings(one, max)]));
}

/** Copied: a slice would hold on to the whole text. */
function beginning(text: string, max: number): string {
  return text.length > max + 1
    ? text
        .slice(0, max + 1)
        .split('')
        .join('')
    : text;
}

/** Checks are named by what they check; of several with the same name, the later ones are numbered. */
function measureHeaders(measures: readonly MeasureName[], checks: readonly Check[]): string[] {
  const counts = new Map<string, number>();
  return measures.map((name) => {
    const check = checks.find((one) => checkMeasure(one) === name);
    if (check === undefined) return snakeCase(name);
    const label = `check: ${checkLabel(check)}`;
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    return count === 1 ? label : `${label} (${count})`;
  });
}

/** What failed and why; null when nothing did. */
function failedLabel({ verdicts }: ExportRecord, checks: readonly Check[]): string | null {
  const failed = checks.flatMap((check, at) =>
    verdicts[at]?.pass === false ? [`${checkLabel(check)}: ${verdicts[at].why}`] : [],
  );
  return failed.length === 0 ? null : failed.join('; ');
}

/** As the protocol writes it: lists and objects as JSON, a single stop text as itself. */
function createCsvValues(): (value: unknown) => string | number | null {
  // All outputs of a run have the same object.
  const written = new WeakMap<object, string>();
  return (value) => {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value !== 'object') return JSON.stringify(value);
    const text = written.get(value) ?? JSON.stringify(value);
    written.set(value, text);
    return text;
  };
}

/** `firstTokenMs` → `first_token_ms`, like the protocol's own names beside it. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

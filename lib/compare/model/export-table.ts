import { PARAMETER_NAMES, type ParameterName, parameterSpec } from '@/lib/protocol/request/parameters';
import { withHyphen } from '@/lib/protocol/text/minus';
import { MEASURE_NAMES, type MeasureName, measureSpec, measureText, type OutputMeasures } from './measures';
import { NOT_SENT, settingText } from './settings-table';
import { characterStart } from './split-text';
import { csvLines, markdownTable } from './table-text';

/** One output of a comparison: a column, or one repeat of a cell of a sweep; one record per choice. */
export interface ExportRecord {
  /** The column's id, or `r{row}c{column}k{repeat}`. */
  readonly cell: string;
  /** The column's name; for a sweep's cell, its values. */
  readonly name: string;
  readonly choice: number;
  readonly model: string | null;
  /** Null when it is left out. */
  readonly prompt: string | null;
  /** What was sent, without model and prompt. `user` is never exported. */
  readonly parameters: Partial<Readonly<Record<ParameterName, unknown>>>;
  /** A run's status; null where there is no run. */
  readonly status: string | null;
  readonly measures: OutputMeasures | null;
  /** Null when there is no output, or it is left out. */
  readonly text: string | null;
}

/**
 * A comparison as CSV (RFC 4180, CRLF): one line per output, one column for each parameter that any of them
 * sends and for each measure that any of them has, numbers as plain numbers. A text that a spreadsheet would
 * run as a formula gets an apostrophe in front.
 */
export function comparisonCsv(records: readonly ExportRecord[]): string {
  const parameters = sentParameters(records);
  const measures = knownMeasures(records);
  const header = [
    'cell',
    'name',
    'choice',
    'model',
    ...parameters,
    'status',
    'finish_reason',
    ...measures.map(snakeCase),
    'prompt',
    'text',
  ];
  const lines = records.map((record) => [
    record.cell,
    record.name,
    record.choice,
    record.model,
    ...parameters.map((name) => csvValue(record.parameters[name])),
    record.status,
    record.measures?.finishReason ?? null,
    ...measures.map((name) => record.measures?.values[name] ?? null),
    record.prompt,
    record.text,
  ]);
  return csvLines([header, ...lines]);
}

/** At most this many records go side by side; more become rows. */
const SIDE_BY_SIDE = 8;

/**
 * A comparison as a Markdown table. Columns go side by side, with the sent settings, the measures and the
 * output below each other; each cell of a sweep is a row.
 * @param mostText UTF-16 units of an output that are shown; a longer one ends with `…`
 */
export function comparisonMarkdown(
  records: readonly ExportRecord[],
  maxTextLength = Number.POSITIVE_INFINITY,
): string {
  const rows = markdownRows(records, maxTextLength);
  if (records.length <= SIDE_BY_SIDE && !records.some(({ cell }) => /^r\dc\dk\d$/.test(cell))) {
    const header = [
      '',
      ...records.map(({ name, choice }) => (choice === 0 ? name : `${name} (${choice + 1})`)),
    ];
    return markdownTable([header, ...rows.map(({ label, values }) => [label, ...values])]);
  }
  const header = ['', ...rows.map(({ label }) => label)];
  return markdownTable([
    header,
    ...records.map(({ name }, at) => [name, ...rows.map(({ values }) => values[at] ?? '')]),
  ]);
}

function markdownRows(
  records: readonly ExportRecord[],
  maxTextLength: number,
): { label: string; values: string[] }[] {
  const rows: { label: string; values: string[] }[] = [];
  const add = (label: string, value: (record: ExportRecord) => string | null) => {
    const values = records.map(value);
    if (values.some((one) => one !== null)) rows.push({ label, values: values.map((one) => one ?? '') });
  };
  add('Model', ({ model }) => model);
  for (const name of sentParameters(records)) {
    add(parameterSpec(name).label, ({ parameters }) =>
      parameters[name] === undefined ? NOT_SENT : fileText(name, parameters[name]),
    );
  }
  add('Status', ({ status }) => status);
  add('Finish reason', ({ measures }) => measures?.finishReason ?? null);
  for (const name of knownMeasures(records)) {
    add(measureSpec(name).label, ({ measures }) => {
      const value = measures?.values[name] ?? null;
      if (value === null || measures === null) return null;
      return withHyphen(measureText(name, value, measures));
    });
  }
  add('Prompt', ({ prompt }) => prompt);
  add('Output', ({ text }) => text && shortened(text, maxTextLength));
  return rows;
}

/** A minus sign within texts of the person stays as it is. */
function fileText(name: ParameterName, value: unknown): string {
  const text = settingText(name, value);
  return typeof value === 'string' || Array.isArray(value) ? text : withHyphen(text);
}

function shortened(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, characterStart(text, max))} …` : text;
}

function sentParameters(records: readonly ExportRecord[]): ParameterName[] {
  return PARAMETER_NAMES.filter(
    (name) => name !== 'user' && records.some(({ parameters }) => parameters[name] !== undefined),
  );
}

function knownMeasures(records: readonly ExportRecord[]): MeasureName[] {
  return MEASURE_NAMES.filter((name) =>
    records.some(({ measures }) => (measures?.values[name] ?? null) !== null),
  );
}

/** As the protocol writes it: lists and objects as JSON, a single stop text as itself. */
function csvValue(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** `firstTokenMs` → `first_token_ms`, like the protocol's own names beside it. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

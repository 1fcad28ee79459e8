import { MAX_INPUT_COLUMNS, MAX_INPUT_ROWS } from '@/lib/compare/model/inputs';
import { isRecord } from '@/lib/protocol/response/wire-json';

/**
 * Reads a table that was pasted or dropped: CSV, TSV, JSON Lines, or a JSON list of objects. No more of it is held than
 * fits in a comparison: a file may have a new column in every row.
 */

export type TableFormat = 'CSV' | 'TSV' | 'JSON';

export interface ReadTable {
  readonly format: TableFormat;
  /** As they are written; null: the first row is one of values. */
  readonly names: readonly string[] | null;
  /** Each with as many values as the widest row has, as far as columns fit. */
  readonly rows: readonly (readonly string[])[];
  /** How many rows and columns were left out. */
  readonly more: { readonly rows: number; readonly columns: number };
  /** Lines that could not be read, from 1. */
  readonly unread: readonly number[];
}

/**
 * @param header whether the first row has the names of the columns; undefined: as it looks
 * Rejects when the reader's code cannot be fetched.
 */
export async function readTable(text: string, header?: boolean): Promise<ReadTable> {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\0', '');
  return readJson(plain) ?? (await readDelimited(plain, header));
}

/** Null: it is no JSON. */
function readJson(text: string): ReadTable | null {
  const begin = text.trimStart();
  if (begin.startsWith('[')) {
    const list = parsed(begin);
    if (Array.isArray(list) && list.length > 0 && list.every(isRecord)) {
      const fitting = list.slice(0, MAX_INPUT_ROWS);
      return tableOfObjects(fitting, [], list.length - fitting.length);
    }
  }
  if (!begin.startsWith('{')) return null;
  const whole = parsed(begin);
  if (isRecord(whole)) return tableOfObjects([whole], [], 0);
  const objects: Record<string, unknown>[] = [];
  const unread: number[] = [];
  let [number, more] = [0, 0];
  for (const line of linesOf(text)) {
    number += 1;
    if (line.trim() === '') continue;
    const object = parsed(line);
    if (!isRecord(object)) unread.push(number);
    else if (objects.length < MAX_INPUT_ROWS) objects.push(object);
    else more += 1;
  }
  // A table of values in braces has no line that is an object.
  return objects.length === 0 ? null : tableOfObjects(objects, unread, more);
}

function* linesOf(text: string): Generator<string, void> {
  let at = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    yield text.slice(at, index);
    at = index + end.length;
  }
  yield text.slice(at);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** @param moreRows how many objects were left out */
function tableOfObjects(
  objects: readonly Record<string, unknown>[],
  unread: readonly number[],
  moreRows: number,
): ReadTable {
  const all = new Set<string>();
  for (const object of objects) for (const name of Object.keys(object)) all.add(name);
  const names = [...all].slice(0, MAX_INPUT_COLUMNS);
  const rows = objects.map((object) =>
    names.map((name) => (Object.hasOwn(object, name) ? jsonText(object[name]) : '')),
  );
  return { format: 'JSON', names, rows, more: { rows: moreRows, columns: all.size - names.length }, unread };
}

function jsonText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function readDelimited(text: string, header: boolean | undefined): Promise<ReadTable> {
  const { default: papa } = await import('papaparse');
  // What spreadsheets copy: a tab in the first line is hardly ever a part of a text. Without anything that parts columns
  // there is one, and a comma further down is part of a value.
  const [firstLine = ''] = text.split(/\r|\n/, 1);
  const data: string[][] = [];
  let [count, widest, delimiter] = [0, 0, ','];
  papa.parse<string[]>(text, {
    skipEmptyLines: 'greedy',
    step: ({ data: row, meta }) => {
      delimiter = meta.delimiter;
      count += 1;
      widest = Math.max(widest, row.length);
      // The first may have the names.
      if (data.length <= MAX_INPUT_ROWS) data.push(row.slice(0, MAX_INPUT_COLUMNS));
    },
    ...(firstLine.includes('\t') && { delimiter: '\t' }),
    ...(!/[,;\t|]/.test(firstLine) && { delimiter: UNIT_SEPARATOR }),
    delimitersToGuess: [',', ';', '\t', '|'],
  });
  const width = Math.min(widest, MAX_INPUT_COLUMNS);
  const padded = data.map((row) => [...row, ...Array<string>(width - row.length).fill('')]);
  const hasNames = header ?? looksLikeNames(data[0] ?? []);
  const first = hasNames ? 1 : 0;
  const rows = padded.slice(first, first + MAX_INPUT_ROWS);
  return {
    format: delimiter === '\t' ? 'TSV' : 'CSV',
    names: hasNames ? (padded[0] ?? null) : null,
    rows,
    more: { rows: Math.max(0, count - first - rows.length), columns: widest - width },
    unread: [],
  };
}

const UNIT_SEPARATOR = '\u001f';

/** What a spreadsheet copies, or lines: values to put into a table from one cell on. */
export async function readBlock(text: string): Promise<readonly (readonly string[])[]> {
  const { default: papa } = await import('papaparse');
  return papa.parse<string[]>(text.replace(/\r?\n$/, ''), { delimiter: '\t' }).data;
}

/** Short, all different, none a number: as names are. A list of one column has none unless it is a plain word. */
function looksLikeNames(row: readonly string[]): boolean {
  const names = row.map((name) => name.trim());
  if (new Set(names).size < names.length) return false;
  const [only = ''] = names;
  if (names.length === 1) return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(only) && only.length <= 40;
  return names.every((name) => name !== '' && name.length <= 60 && !/^[\d.,+-]|\n/.test(name));
}

import { isRecord } from '@/lib/protocol/response/wire-json';

/** Reads a table that was pasted or dropped: CSV, TSV, JSON Lines, or a JSON list of objects. */

export type TableFormat = 'CSV' | 'TSV' | 'JSON';

export interface ReadTable {
  readonly format: TableFormat;
  /** As they are written; null: the first row is one of values. */
  readonly names: readonly string[] | null;
  /** Each with as many values as the widest row has. */
  readonly rows: readonly (readonly string[])[];
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
    if (Array.isArray(list) && list.length > 0 && list.every(isRecord)) return tableOfObjects(list, []);
  }
  if (!begin.startsWith('{')) return null;
  const whole = parsed(begin);
  if (isRecord(whole)) return tableOfObjects([whole], []);
  const objects: Record<string, unknown>[] = [];
  const unread: number[] = [];
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') continue;
    const object = parsed(line);
    if (isRecord(object)) objects.push(object);
    else unread.push(at + 1);
  }
  // A table of values in braces has no line that is an object.
  return objects.length === 0 ? null : tableOfObjects(objects, unread);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function tableOfObjects(objects: readonly Record<string, unknown>[], unread: readonly number[]): ReadTable {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const rows = objects.map((object) =>
    names.map((name) => (Object.hasOwn(object, name) ? jsonText(object[name]) : '')),
  );
  return { format: 'JSON', names, rows, unread };
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
  const { data, meta } = papa.parse<string[]>(text, {
    skipEmptyLines: 'greedy',
    ...(firstLine.includes('\t') && { delimiter: '\t' }),
    ...(!/[,;\t|]/.test(firstLine) && { delimiter: UNIT_SEPARATOR }),
    delimitersToGuess: [',', ';', '\t', '|'],
  });
  const width = data.reduce((most, row) => Math.max(most, row.length), 0);
  const rows = data.map((row) => [...row, ...Array<string>(width - row.length).fill('')]);
  const [first] = rows;
  const hasNames = header ?? looksLikeNames(data[0] ?? []);
  return {
    format: meta.delimiter === '\t' ? 'TSV' : 'CSV',
    names: hasNames ? (first ?? null) : null,
    rows: hasNames ? rows.slice(1) : rows,
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

import { withFormulaGuard } from '@/lib/history/model/export/plain-text';

/**
 * Tables as text: CSV for spreadsheets and scripts, Markdown for notes. Knows nothing about their content.
 */

export type CsvValue = string | number | null;

/**
 * RFC 4180: fields in quotation marks when they contain one, a comma or a line break; lines end in CRLF; null
 * is empty.
 *
 * A text that begins (behind white space) with =, +, - or @, or with a tab or a carriage return, gets an
 * apostrophe in front: spreadsheets take such a text for a formula, and a model can write any text. Numbers
 * are written as they are.
 */
export function csvLines(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(value: CsvValue): string {
  if (value === null) return '';
  // Spreadsheets cannot read NaN and Infinity.
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = withFormulaGuard(value);
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The first row is the header. Text stays text: nothing in it is read as Markdown or HTML. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(' | ')} |\n`;
  return `${line(header)}|${header.map(() => ' --- |').join('')}\n${body.map(line).join('')}`;
}

/** A cell is one line: breaks become `<br>`. */
function markdownCell(text: string): string {
  return text
    .replace(/[\\`*_~[\]|$#]/g, (sign) => `\\${sign}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\r\n|\r|\n/g, '<br>')
    .replace(/ {2,}/g, (spaces) => '&nbsp;'.repeat(spaces.length))
    .replaceAll('\t', '&emsp;');
}

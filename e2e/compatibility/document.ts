import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compatibilityTable, replacePart, type Subject, type Tried } from '@/scripts/lib/compatibility-table';

const DOCUMENT = path.resolve('docs', 'compatibility.md');

export interface Table {
  readonly subjects: readonly Subject[];
  readonly rows: Readonly<Record<string, string>>;
  readonly tried: readonly Tried[];
}

/** Prints the tables, and writes them with the date to their part of docs/compatibility.md. */
export function report(part: 'clients' | 'servers', tables: readonly Table[]): void {
  const text = tables
    .map(({ subjects, rows, tried }) => compatibilityTable(subjects, rows, tried))
    .join('\n\n');
  console.log(`\n${text}\n`);
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date());
  const document = replacePart(readFileSync(DOCUMENT, 'utf8'), part, `Tried on ${date}.\n\n${text}`);
  writeFileSync(DOCUMENT, document);
  const results = tables.flatMap(({ tried }) => tried.map(({ result }) => result));
  const count = (result: string) => results.filter((one) => one === result).length;
  console.log(
    [...new Set(results)]
      .sort()
      .map((result) => `${count(result)} ${result}`)
      .join(', '),
  );
}

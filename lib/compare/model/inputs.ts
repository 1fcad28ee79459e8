import * as z from 'zod/mini';
import { COLUMN_NAME } from './variables';

/** Rows of a table that a comparison is run with: a column is a variable (./variables.ts), a row gives each a value. */

export const MAX_INPUT_ROWS = 1_000;
export const MAX_INPUT_COLUMNS = 30;
/** UTF-8 of all names and values together. */
export const MAX_INPUT_BYTES = 1024 * 1024;

export const inputsSchema = z
  .strictObject({
    columns: z
      .array(z.string().check(z.normalize('NFC'), z.regex(COLUMN_NAME)))
      .check(z.minLength(1), z.maxLength(MAX_INPUT_COLUMNS)),
    rows: z
      .array(
        z.strictObject({
          /** The same for as long as the row exists: its runs are found by it. */
          id: z.string().check(z.regex(/^[a-z0-9]{1,6}$/)),
          /** One for each column, in their order. */
          values: z.array(z.string()),
        }),
      )
      .check(z.minLength(1), z.maxLength(MAX_INPUT_ROWS)),
  })
  .check(
    z.refine(({ columns }) => new Set(columns).size === columns.length, {
      path: ['columns'],
      error: 'Two columns have the same name.',
    }),
    z.refine(({ rows }) => new Set(rows.map(({ id }) => id)).size === rows.length, {
      path: ['rows'],
      error: 'Two rows have the same ID.',
    }),
    z.refine(({ columns, rows }) => rows.every(({ values }) => values.length === columns.length), {
      path: ['rows'],
      error: 'Each row needs a value for each column.',
    }),
    z.refine((inputs) => inputBytes(inputs) <= MAX_INPUT_BYTES, {
      path: ['rows'],
      error: 'The table is too large. The limit is 1 MB of text.',
    }),
  );
export type Inputs = z.infer<typeof inputsSchema>;
export type InputRow = Inputs['rows'][number];

export function inputBytes({ columns, rows }: Inputs): number {
  return [columns, ...rows.map(({ values }) => values)]
    .flat()
    .reduce((sum, text) => sum + utf8Length(text), 0);
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair is two bytes of the pair's four.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

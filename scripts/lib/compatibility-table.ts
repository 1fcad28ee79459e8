/** What was tried with whom: one cell of a table, and a note below it. */
export interface Tried {
  /** Id of the column. */
  readonly subject: string;
  /** Id of the row. */
  readonly row: string;
  /** As it stands in the cell: `pass`, `fail`, `ignored` … */
  readonly result: string;
  /** Why, or what else should be known. Empty: nothing. */
  readonly note: string;
}

export interface Subject {
  readonly id: string;
  readonly label: string;
  /** Null: it is not available. */
  readonly version: string | null;
}

/** Nothing was reported: a crash of the script that tries must not look like a result. */
const UNTRIED = 'not tested';
/** A note is for a reader, and foreign text may be long. */
const LONGEST_NOTE = 300;

/**
 * A Markdown table, one column a subject and one row a thing tried, with the versions in the first row and
 * the notes as a list below. Its columns are padded, so that it can be read in a terminal as well.
 */
export function compatibilityTable(
  subjects: readonly Subject[],
  rows: Readonly<Record<string, string>>,
  tried: readonly Tried[],
): string {
  const find = (subject: string, row: string) =>
    tried.find((one) => one.subject === subject && one.row === row);
  const lines = [
    ['', ...subjects.map(({ label }) => label)],
    ['Version', ...subjects.map(({ version }) => version ?? 'not available')],
    ...Object.entries(rows).map(([row, label]) => [
      label,
      ...subjects.map(({ id, version }) =>
        version === null ? 'not available' : (find(id, row)?.result ?? UNTRIED),
      ),
    ]),
  ].map((cells) => cells.map(oneLine));
  const notes = subjects.flatMap(({ id, label }) =>
    Object.entries(rows).flatMap(([row, name]) => {
      const found = find(id, row);
      return found?.note ? [`- ${label}, ${name}, ${found.result}: ${oneLine(found.note)}`] : [];
    }),
  );
  return [...padded(lines), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

function padded(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, at) =>
    Math.max(3, ...lines.map((cells) => (cells[at] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = lines;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)];
}

/** Foreign text in a cell or an item of a list: no line breaks, no cell's end, no markup of its own. */
function oneLine(text: string): string {
  const short = text.length > LONGEST_NOTE ? `${text.slice(0, LONGEST_NOTE)}…` : text;
  return short
    .replaceAll(/[\s\p{Cc}]/gu, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '\\<')
    .trim();
}

/** The document with the text between the two marks of this part replaced. Throws when it has no such part. */
export function replacePart(document: string, part: string, text: string): string {
  const [begin, end] = [`<!-- ${part}: begin -->`, `<!-- ${part}: end -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document has no section "${part}".`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

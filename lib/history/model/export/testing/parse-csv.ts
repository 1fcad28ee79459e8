/** A strict RFC 4180 parser: a quote in the wrong place is an error. The byte order mark is removed. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const cell = quoted ? quotedCell(text, at) : (/[^",\r\n]*/y.exec(text.slice(at))?.[0] ?? '');
    at += cell.length;
    row.push(quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else throw new Error(`Not CSV at ${at}: ${text.slice(at, at + 20)}`);
  }
  return rows;
}

function quotedCell(text: string, from: number): string {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return text.slice(from, at + 1);
    at += 1;
  }
  throw new Error('A quote does not end.');
}

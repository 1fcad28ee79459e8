/** A Markdown table; the first row is the header. Text stays text: nothing in it is read as Markdown or HTML. */
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

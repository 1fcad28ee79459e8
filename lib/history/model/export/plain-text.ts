/** What CSV and Markdown cannot carry, halves of surrogate pairs and U+0000, is shown as U+FFFD. JSON carries all. */
export function plainText(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, '\ufffd');
}

/** Behind white space as well, which some spreadsheets take away; and the full-width forms that East Asian ones read alike. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * A text for a cell of CSV. One that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236): what a
 * model wrote must not run on the computer of whoever opens the file.
 */
export function withFormulaGuard(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

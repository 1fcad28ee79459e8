/** CSV and Markdown cannot hold lone surrogates and U+0000: they become U+FFFD. JSON keeps them. */
export function plainText(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, '\ufffd');
}

/**
 * Also behind white space, which some spreadsheets strip; and the full-width forms that East Asian ones read
 * alike.
 */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * A text for a cell of CSV. One that a spreadsheet would take for a formula gets an apostrophe in front
 * (CWE-1236): a model's text must not run on the computer where the file is opened.
 */
export function withFormulaGuard(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

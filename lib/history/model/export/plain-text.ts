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
 * Where a cell begins inside of the text for a spreadsheet whose separator is not the comma (`;` in much of Europe, and the
 * tab): it sees no quotes there, and a line break begins a row. A quote of the text opens such a cell, and closes again at once,
 * because the file has it twice. A line with a hyphen in front is a list in most texts, and only with a call or a reference in
 * it more than a wrong formula.
 */
const INNER_FORMULA =
  /([;\t](?:[^\S\r\n\t]|")*)(?=[=+\-@＝＋－＠])|([\r\n](?:[^\S\r\n]|")*)(?=[=@＝＠]|[+\-＋－][^\r\n]*[(|!])/g;

/**
 * A text for a cell of CSV. What a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236): a model's
 * text must not run on the computer where the file is opened.
 */
export function withFormulaGuard(text: string): string {
  const inner = text.replace(INNER_FORMULA, "$&'");
  return FORMULA.test(text) ? `'${inner}` : inner;
}

/** What CSV and Markdown cannot carry, halves of surrogate pairs and U+0000, is shown as U+FFFD. JSON carries all. */
export function plainText(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, '\ufffd');
}

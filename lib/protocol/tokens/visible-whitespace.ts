/**
 * Makes white space visible: `␣` for a space, `⇥` for a tab, `↵` for a line break (which stays behind the
 * sign, so that a text keeps its lines), `⍽` for a no-break space. A CRLF counts as one break.
 */
export function visibleWhitespace(text: string): string {
  return text.replace(/\r\n|[ \t\n\r\u00a0]/g, (found) => {
    switch (found) {
      case ' ':
        return '␣';
      case '\t':
        return '⇥';
      case '\u00a0':
        return '⍽';
      default:
        return '↵\n';
    }
  });
}

/** The same for a one-line label: the break behind `↵` is left out. */
export function visibleInline(text: string): string {
  return visibleWhitespace(text).replaceAll('\n', '');
}

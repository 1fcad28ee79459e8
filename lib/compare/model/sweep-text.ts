/**
 * Several texts as a person types them: separated by commas or lines; `"in quotation marks"` when one
 * contains a comma, a line break or spaces at its ends; `\n`, `\t`, `\r`, `\"` and `\\` for what cannot be typed. A list in
 * brackets is one item: `["\n", "END"]`.
 * @returns null when a quotation mark or a bracket is not closed, or something stands between items
 */
export function splitTyped(typed: string): (string | string[])[] | null {
  const items: (string | string[])[] = [];
  let at = 0;
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(typed)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const quoted = (): string | null => {
    const found = skip(/"((?:[^"\\]|\\[\s\S])*)"/y);
    return found === '' ? null : unescaped(found.slice(1, -1));
  };
  const list = (): string[] | null => {
    const texts: string[] = [];
    at += 1;
    for (;;) {
      skip(/\s*/y);
      const text = quoted();
      if (text === null) return null;
      texts.push(text);
      if (skip(/\s*,/y) === '') return skip(/\s*\]/y) === '' ? null : texts;
    }
  };
  while (at < typed.length) {
    skip(/[\s,]*/y);
    if (at >= typed.length) break;
    const first = typed[at];
    if (first === '"' || first === '[') {
      const item = first === '"' ? quoted() : list();
      if (item === null) return null;
      items.push(item);
      // A closing sign must be followed by a comma, a line break, or the end.
      if (skip(/[^\S\n]*(?=[,\n]|$)/y) === '' && at < typed.length && !/[,\n]/.test(typed[at] ?? ''))
        return null;
    } else items.push(unescaped(skip(/[^,\n]+/y).trim()));
  }
  return items;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };

function unescaped(typed: string): string {
  return typed.replace(/\\([ntr"\\])/g, (_whole, letter: string) => ESCAPES[letter] ?? letter);
}

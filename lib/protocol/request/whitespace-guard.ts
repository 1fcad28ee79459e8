import { visibleInline } from '../tokens/visible-whitespace';

/** White space at the end of a prompt. */
export interface TrailingWhitespace {
  /** Offset at which it begins, in UTF-16 units. */
  readonly start: number;
  readonly text: string;
  /** The same as signs: `␣␣⇥`. */
  readonly visible: string;
  /** The prompt without it. */
  readonly trimmed: string;
}

/**
 * Finds spaces or tabs at the very end of a prompt. Most tokenizers attach a space to the following word, so
 * a prompt that ends in a space asks the model for a token that it has hardly ever seen (one public report:
 * 89.5 % → 2.5 % right). Line breaks at the end are ignored: many prompts are meant that way.
 */
export function trailingWhitespace(prompt: string): TrailingWhitespace | null {
  let start = prompt.length;
  // A loop, because /[ \t]+$/ is quadratic on a text full of spaces.
  while (start > 0 && isSpace(prompt.charCodeAt(start - 1))) start -= 1;
  if (start === prompt.length) return null;
  const text = prompt.slice(start);
  return { start, text, visible: visibleInline(text), trimmed: prompt.slice(0, start) };
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0xa0 || code === 0x3000;
}

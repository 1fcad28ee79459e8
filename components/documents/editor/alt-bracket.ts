const BRACKETS: Readonly<Record<string, string>> = { BracketLeft: '[', BracketRight: ']' };

/**
 * The bracket that a key is by its position; empty: another key. With Option a Mac types other characters: “ on an
 * American keyboard, and brackets by 5 and 6 on a German one, where they are meant as text.
 */
export function altBracket(code: string): string {
  return BRACKETS[code] ?? '';
}

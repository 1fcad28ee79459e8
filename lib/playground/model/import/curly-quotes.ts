import { type FoundFields, findFields } from './find-fields';
import { NOT_LITERAL } from './literal-cursor';

/** Word processors and chats turn the quotes of code into these. */
const PAIRS: Readonly<Record<string, { readonly ends: string; readonly straight: string }>> = {
  '“': { ends: '”“', straight: '"' },
  '”': { ends: '”', straight: '"' },
  '„': { ends: '“”', straight: '"' },
  '‟': { ends: '”', straight: '"' },
  '＂': { ends: '＂', straight: '"' },
  '‘': { ends: '’‘', straight: "'" },
  '’': { ends: '’', straight: "'" },
};

export interface CurlyQuote {
  readonly sign: string;
  /** Both from 1; columns in characters. */
  readonly line: number;
  readonly column: number;
}

/**
 * The request in a text whose quotes may have been made curly: read as if they were straight, or refused with
 * their place.
 */
export function findFieldsInAnyQuotes(text: string): FoundFields {
  const found = findFields(text);
  if (isWhole(found)) return found;
  // The body of a curl command is between single quotes.
  const read = straightened(text, '"\'') ?? straightened(text, '"');
  if (read === null) return found;
  const again = findFields(read.text);
  if (isWhole(again)) return again;
  // Code may have values that are not literals, whatever its quotes.
  const isCode = found.ok && (found.source === 'python' || found.source === 'typescript');
  if (isCode) return again.ok && countHoles(again.fields) < countHoles(found.fields) ? again : found;
  return { ok: false, message: curlyQuoteMessage(read.first) };
}

function isWhole(found: FoundFields): boolean {
  return found.ok && Object.keys(found.fields).length > 0 && countHoles(found.fields) === 0;
}

/** The first curly quote where code or JSON has a straight one; null without any. */
export function findCurlyQuote(text: string): CurlyQuote | null {
  return straightened(text, '"')?.first ?? null;
}

export function curlyQuoteMessage({ sign, line, column }: CurlyQuote): string {
  const straight = PAIRS[sign]?.straight ?? '"';
  return `Curly quote ${sign} at line ${line}, column ${column}. Replace it with a straight one: ${straight}`;
}

/**
 * The text with straight quotes where curly ones enclose a string; null without any. A curly quote inside a
 * string stays.
 * @param quotes the straight ones that begin a string
 */
function straightened(
  text: string,
  quotes: string,
): { readonly text: string; readonly first: CurlyQuote } | null {
  const chunks: string[] = [];
  let first: number | null = null;
  let copied = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    const pair = PAIRS[sign];
    if (quotes.includes(sign)) at = endOfString(text, at, sign);
    else if (pair !== undefined) {
      const end = endOfString(text, at, pair.ends);
      first ??= at;
      chunks.push(text.slice(copied, at), pair.straight, escaped(text.slice(at + 1, end), pair.straight));
      if (end < text.length) chunks.push(pair.straight);
      copied = end + 1;
      at = end;
    }
  }
  if (first === null) return null;
  chunks.push(text.slice(copied));
  return { text: chunks.join(''), first: placeOf(text, first) };
}

/** Where the string that begins at `start` ends; the end of the text when it is not closed. */
function endOfString(text: string, start: number, ends: string): number {
  let at = start + 1;
  while (at < text.length && !ends.includes(text[at] ?? '')) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

/** A straight quote inside would now end the string. */
function escaped(inside: string, straight: string): string {
  return inside.replace(/\\[\s\S]|["']/g, (found) => (found === straight ? `\\${found}` : found));
}

function placeOf(text: string, at: number): CurlyQuote {
  const before = text.slice(0, at);
  const line = before.split(/\r\n|\r|\n/).length;
  const column =
    [...before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1)].length + 1;
  return { sign: text[at] ?? '', line, column };
}

/** Values that are not literals. */
function countHoles(value: unknown): number {
  if (value === NOT_LITERAL) return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, one) => sum + countHoles(one), 0);
}

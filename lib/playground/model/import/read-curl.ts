import { isCmd, readCmdWords } from './cmd-words';
import { type FoundHeader, readHeaderLine } from './found-headers';
import { readShellWords } from './shell-words';

/** The request of a curl command. */
export interface CurlRequest {
  /** The text of its body; null without one, or when it is in a file. */
  readonly body: string | null;
  /** The file that its body is in. */
  readonly file: string | null;
  readonly url: string | null;
  readonly headers: readonly FoundHeader[];
}

const DATA_FLAG = /^(?:-d|--data|--data-raw|--data-binary|--data-ascii|--json)(?:=([\s\S]*))?$/;
const HEADER_FLAG = /^(?:-H([\s\S]*)|--header)$/;
/** Flags whose value is that of a header. */
const NAMED_HEADERS: ReadonlyMap<string, string> = new Map([
  ['-A', 'User-Agent'],
  ['--user-agent', 'User-Agent'],
  ['-b', 'Cookie'],
  ['--cookie', 'Cookie'],
  ['-e', 'Referer'],
  ['--referer', 'Referer'],
]);
const FLAG_WITH_VALUE = new Set(['-X', '--request']);

/** The first curl command of a text; null without one. Never throws. */
export function readCurl(text: string): CurlRequest | null {
  const start = startOfCurl(text);
  if (start === -1) return null;
  const command = text.slice(start);
  const { words, hereDocument } = isCmd(command)
    ? { words: readCmdWords(command), hereDocument: null }
    : readShellWords(command);
  const data: string[] = [];
  const headers: FoundHeader[] = [];
  let url: string | null = null;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const flag = DATA_FLAG.exec(word) ?? /^-d([\s\S]+)$/.exec(word);
    if (flag) {
      if (flag[1] === undefined) index += 1;
      data.push(flag[1] ?? words[index] ?? '');
      continue;
    }
    const header = HEADER_FLAG.exec(word);
    const name = NAMED_HEADERS.get(word);
    if (header || name) {
      if (!header?.[1]) index += 1;
      const written = header?.[1] || (words[index] ?? '');
      const line = readHeaderLine(name ? `${name}: ${written}` : written);
      if (line) headers.push(line);
    } else if (FLAG_WITH_VALUE.has(word)) index += 1;
    else if (/^https?:\/\//i.test(word) && url === null) url = word;
  }
  const body = data.join('&');
  if (body === '@-' && hereDocument !== null) return { body: hereDocument, file: null, url, headers };
  if (body.startsWith('@')) return { body: null, file: body.slice(1), url, headers };
  return { body: body === '' ? null : body, file: null, url, headers };
}

/** Where a curl command begins: at the beginning of a line, possibly after a shell prompt. −1: nowhere. */
function startOfCurl(text: string): number {
  for (const { index } of text.matchAll(/curl(?:\.exe)?\s/g)) {
    if (beginsLine(text, index)) return index;
    const shell = text.slice(0, index).trimEnd();
    if (shell.length < index && shell.endsWith('$') && beginsLine(text, shell.length - 1)) return index;
  }
  return -1;
}

/** Whether only white space precedes an offset on its line, or in the text. */
function beginsLine(text: string, at: number): boolean {
  const before = text.slice(0, at).trimEnd();
  return before === '' || text.slice(before.length, at).includes('\n');
}

import { isSetByTheApp } from '@/lib/connections/model/header-rules';
import { isRecord } from '@/lib/protocol/response/wire-json';

/** A header that pasted code sends. */
export interface FoundHeader {
  readonly name: string;
  /** Null: it is not in the code, but in a variable or to be filled in. */
  readonly value: string | null;
}

/** `$TEAM`, `${TEAM}`, `%TEAM%`, `<team>`, `{{team}}`. */
const NOT_WRITTEN = /\$[\w{(]|%[A-Za-z_]\w{2,60}%|<[^<>]{1,60}>|\{\{/;
const NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;

/** A line such as `X-Team: blue`; null when it is none. */
export function readHeaderLine(line: string): FoundHeader | null {
  const colon = line.indexOf(':');
  return colon === -1 ? null : headerOf(line.slice(0, colon), line.slice(colon + 1));
}

/** The headers that a call names in an object; a value that is no text is not in the code. */
export function readHeaderObject(value: unknown): FoundHeader[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, written]) => headerOf(name, written) ?? []);
}

/**
 * Those that a connection may have as extra headers: not the key's own, nor what every request has, or what a browser
 * says about itself. The last of several with one name counts.
 */
export function extraHeaders(headers: readonly FoundHeader[]): FoundHeader[] {
  const byName = new Map(headers.map((header) => [header.name.toLowerCase(), header]));
  return [...byName].flatMap(([name, header]) => {
    if (isSetByTheApp(name) || name === 'accept-language' || name.startsWith('sec-')) return [];
    const isKey = name === 'authorization' && (header.value === null || /^bearer\b/i.test(header.value));
    return isKey ? [] : [header];
  });
}

function headerOf(writtenName: string, written: unknown): FoundHeader | null {
  const name = writtenName.trim();
  if (!NAME.test(name)) return null;
  const value = typeof written === 'string' ? written.trim() : '';
  return { name, value: value === '' || NOT_WRITTEN.test(value) ? null : value };
}

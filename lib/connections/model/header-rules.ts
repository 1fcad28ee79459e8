import * as z from 'zod/mini';

/** Extra headers of a connection: sent with every request to it, stored and masked as its key is. */

export const MAX_HEADERS = 20;
/** Of all names and values together. Many servers refuse a request whose headers exceed 8 KiB. */
export const MAX_HEADER_CHARACTERS = 6_000;

/** Each belongs to the connection itself, or says how the body is to be read: a wrong value breaks the request. */
const SET_BY_THE_APP = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function isSetByTheApp(name: string): boolean {
  return SET_BY_THE_APP.has(name.toLowerCase());
}

/** A token of RFC 9110, which also excludes spaces, colons and line breaks. */
const nameSchema = z.string().check(
  z.trim(),
  z.minLength(1, { error: 'Enter a header name.' }),
  z.maxLength(100, { error: 'Use at most 100 characters for a header name.' }),
  z.regex(/^[\w!#$%&'*+.^`|~-]*$/, {
    error: "A header name can't contain spaces, colons or line breaks.",
  }),
  z.refine((name) => !isSetByTheApp(name), {
    error: (issue) => `${String(issue.input)} is set by the app. Remove this header.`,
  }),
);

/** Visible ASCII with spaces: a line break would begin another header. */
const valueSchema = z.string().check(
  z.trim(),
  z.minLength(1, { error: 'Enter a value for every header.' }),
  z.maxLength(4000, { error: 'Use at most 4,000 characters for a header value.' }),
  z.regex(/^[\x20-\x7e]*$/, {
    error: "A header value can't contain line breaks or non-ASCII characters.",
  }),
);

export interface Header {
  readonly name: string;
  readonly value: string;
}

export const headersSchema = listOf(z.strictObject({ name: nameSchema, value: valueSchema }));

/** In a change, a value of null keeps the stored one; a name that is absent is removed. */
export const headerChangesSchema = listOf(
  z.strictObject({ name: nameSchema, value: z.nullable(valueSchema) }),
);

function listOf<Item extends z.ZodMiniType<{ name: string; value: string | null }>>(item: Item) {
  return z.array(item).check(
    z.maxLength(MAX_HEADERS, { error: `A connection can have up to ${MAX_HEADERS} headers.` }),
    z.refine((headers) => repeatedName(headers) === null, {
      error: (issue) => `${repeatedName(issue.input as Header[])} is listed twice.`,
    }),
    z.refine((headers) => sizeOf(headers) <= MAX_HEADER_CHARACTERS, {
      error: 'The headers are too long. Together they can have up to 6,000 characters.',
    }),
  );
}

function sizeOf(headers: readonly { name: string; value: string | null }[]): number {
  return headers.reduce((sum, { name, value }) => sum + name.length + (value?.length ?? 0), 0);
}

function repeatedName(headers: readonly { name: string }[]): string | null {
  const seen = new Set<string>();
  for (const { name } of headers) {
    if (seen.has(name.toLowerCase())) return name;
    seen.add(name.toLowerCase());
  }
  return null;
}

/**
 * Why these headers cannot be sent beside a key; null when they can. The key has a header of its own, which
 * must not be sent twice.
 * @param keyHeader the header that carries the key, in lower case
 */
export function clashWithKey(
  headers: readonly { readonly name: string }[],
  keyHeader: string,
): string | null {
  const clash = headers.find(({ name }) => name.toLowerCase() === keyHeader);
  return clash === undefined
    ? null
    : `${clash.name} carries this connection's key. Remove the key or this header.`;
}

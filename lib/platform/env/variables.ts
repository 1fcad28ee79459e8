import { z } from 'zod';

/** The kinds of environment variables. Every message names the variable and never its value. */

export function textVariable(missing?: string) {
  return z.string({ error: missing }).trim().min(1);
}

export function integerVariable(name: string, bounds: { min: number; max: number; fallback: number }) {
  return integerWithin(name, bounds).default(bounds.fallback);
}

/** A variable whose default depends on others. */
export function optionalIntegerVariable(name: string, bounds: { min: number; max: number }) {
  return integerWithin(name, bounds).optional();
}

function integerWithin(name: string, bounds: { min: number; max: number }) {
  const message = `${name} must be a whole number from ${bounds.min} to ${bounds.max}.`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, { error: message })
    .transform(Number)
    .refine((value) => value >= bounds.min && value <= bounds.max, { error: message });
}

/** A few ports, with commas between them. */
export function portsVariable(name: string) {
  const message = `${name} must be up to 20 ports separated by commas, such as 11434,8080.`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,5}(?:,\d{1,5}){0,19}$/, { error: message })
    .transform((list) => [...new Set(list.split(',').map(Number))])
    .refine((ports) => ports.every((port) => port >= 1 && port <= 65_535), { error: message });
}

const TRUE = new Set(['1', 'true', 'yes', 'on']);
const FALSE = new Set(['0', 'false', 'no', 'off']);

export function booleanVariable(name: string) {
  return z
    .string()
    .trim()
    .toLowerCase()
    .refine((value) => TRUE.has(value) || FALSE.has(value), { error: `${name} must be true or false.` })
    .transform((value) => TRUE.has(value));
}

/** One of a few words; the first is the default. */
export function choiceVariable<const Words extends readonly [string, ...string[]]>(
  name: string,
  words: Words,
) {
  return z.enum(words, { error: `${name} must be one of: ${words.join(', ')}.` }).default(words[0]);
}

export function urlVariable(name: string) {
  return textVariable()
    .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
      error: `${name} must be a full http(s) URL.`,
    })
    .optional();
}

/** `redis://` or, with TLS, `rediss://`; at most a database's number as its path. */
export function redisUrlVariable(name: string) {
  return textVariable()
    .refine(isRedisUrl, {
      error: `${name} must be redis://[user:password@]host[:port][/number], or rediss:// for TLS.`,
    })
    .refine((value) => !isRedisUrl(value) || hasReadableLogin(value), {
      error: `${name} has a % in its user or password that doesn't start an encoded character. Write it as %25.`,
    })
    .optional();
}

function isRedisUrl(value: string): boolean {
  if (!/^rediss?:\/\//.test(value) || !URL.canParse(value)) return false;
  const { hostname, pathname, search, hash } = new URL(value);
  return hostname !== '' && /^\/?$|^\/\d{1,5}$/.test(pathname) && search === '' && hash === '';
}

/** Whether a client can decode its user and password. */
function hasReadableLogin(value: string): boolean {
  const { username, password } = new URL(value);
  try {
    decodeURIComponent(username);
    decodeURIComponent(password);
    return true;
  } catch {
    return false;
  }
}

/** True when a server that listens on `host` can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

interface ParsedKey {
  readonly kid: string;
  readonly key: Uint8Array<ArrayBuffer>;
}

/** `kid:base64,kid2:base64` → keys of 32 bytes, in order. */
export function parseEncryptionKeys(
  list: string,
  context: z.core.$RefinementCtx<string>,
): readonly [ParsedKey, ...ParsedKey[]] {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message: `ENCRYPTION_KEYS ${message}` });
    return z.NEVER;
  };
  const keys: ParsedKey[] = [];
  for (const entry of list.split(',')) {
    const [, kid, base64] = /^\s*([\w-]{1,32}):([A-Za-z0-9+/_-]+=*)\s*$/.exec(entry) ?? [];
    if (kid === undefined || base64 === undefined) {
      return refuse('must be a list of kid:base64, separated by commas.');
    }
    // `Buffer.from` alone would return a view of a pool that other buffers share.
    const key = new Uint8Array(Buffer.from(base64, 'base64'));
    if (key.length !== 32) return refuse(`has a key (${kid}) that isn't 32 bytes long.`);
    if (keys.some((other) => other.kid === kid)) return refuse(`lists ${kid} twice.`);
    keys.push({ kid, key });
  }
  const [first, ...rest] = keys;
  return first === undefined ? refuse('is empty.') : [first, ...rest];
}

/**
 * `*`, `none`, or origins separated by commas or spaces, as browsers send them: `https://app.example`, and other
 * schemes for apps that are pages (`tauri://localhost`, `chrome-extension://…`).
 */
export function parseCorsOrigins(
  list: string,
  context: z.core.$RefinementCtx<string>,
): '*' | readonly string[] {
  const entries = list.split(/[\s,]/).filter((entry) => entry !== '');
  if (entries.length === 1 && entries[0] === '*') return '*';
  if (entries.length === 1 && entries[0]?.toLowerCase() === 'none') return [];
  const origins = entries.map(originIn);
  if (origins.every((origin) => origin !== null)) return origins;
  context.addIssue({
    code: 'custom',
    message:
      'CORS_ORIGINS must be *, none, or a list of origins such as https://app.example, without a path.',
  });
  return z.NEVER;
}

/** As a browser writes it in `Origin`: lower case, without the scheme's own port. Null for anything else. */
function originIn(text: string): string | null {
  if (!/^[a-z][a-z0-9+.-]{0,30}:\/\/[a-z0-9_.:[\]-]{1,300}$/i.test(text) || !URL.canParse(text)) return null;
  const { protocol, origin } = new URL(text);
  return protocol === 'http:' || protocol === 'https:' ? origin : text.toLowerCase();
}

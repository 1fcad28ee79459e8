import { CopyError, type ValueKind } from './tables';

/**
 * One value in one form, whichever database it was read from: integers beyond 2^53 are decimal text, dates are ISO
 * texts in UTC with milliseconds, bytes are base64, and JSON is the very text that is stored, so that the order of
 * keys and `\u0000` survive. Texts are as they are stored (see ../safe-text.ts), in the same way on both databases.
 */
export type Value = string | number | boolean | null;
export type Row = readonly Value[];

/** A value as a driver takes it. */
export type Argument = string | number | bigint | Uint8Array | null;

/** How one database writes the values of each kind. */
export interface ValueCodec {
  /** Throws `CopyError` for a value that is not of its kind. */
  fromDatabase(kind: ValueKind, raw: unknown): Value;
  toDatabase(kind: ValueKind, value: Value): Argument;
}

/** libSQL, with integers as `bigint`. */
export const SQLITE_VALUES: ValueCodec = {
  fromDatabase: (kind, raw) => (raw === null ? null : fromSqlite(kind, raw)),
  toDatabase: (kind, value) => {
    if (value === null) return null;
    switch (kind) {
      case 'integer':
      case 'bigint':
        return BigInt(value);
      case 'boolean':
        return value ? 1n : 0n;
      // As Prisma writes it: dates are compared as texts.
      case 'date':
        return String(value).replace('Z', '+00:00');
      case 'float':
        return Number(value);
      case 'bytes':
        return new Uint8Array(Buffer.from(String(value), 'base64'));
      default:
        return String(value);
    }
  },
};

function fromSqlite(kind: ValueKind, raw: unknown): Value {
  const isNumber = typeof raw === 'bigint' || typeof raw === 'number';
  if (kind === 'text' && typeof raw === 'string') return raw;
  // The column's type makes a number of JSON that is one.
  if (kind === 'json' && (typeof raw === 'string' || isNumber)) return String(raw);
  if (kind === 'integer' && typeof raw === 'bigint') return safeInteger(raw);
  if (kind === 'bigint' && typeof raw === 'bigint') return String(raw);
  if (kind === 'boolean' && (raw === 0n || raw === 1n)) return raw === 1n;
  if (kind === 'float' && isNumber) return finite(Number(raw));
  if (kind === 'date' && typeof raw === 'bigint') return isoDate(Number(raw));
  if (kind === 'date' && typeof raw === 'string') return isoDate(sqliteDate(raw));
  if (kind === 'bytes' && raw instanceof ArrayBuffer) return Buffer.from(raw).toString('base64');
  throw notOfKind(kind);
}

/** Prisma's texts name their zone; those of SQLite's own `CURRENT_TIMESTAMP` are in UTC and do not. */
function sqliteDate(text: string): string {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
}

/** node-postgres with every value as the text that Postgres sent. */
export const POSTGRES_VALUES: ValueCodec = {
  fromDatabase: (kind, raw) => {
    if (raw === null) return null;
    if (typeof raw !== 'string') throw notOfKind(kind);
    switch (kind) {
      case 'integer':
        return safeInteger(BigInt(raw));
      case 'float':
        return finite(Number(raw));
      case 'boolean':
        return raw === 't';
      case 'date':
        return isoDate(`${raw.replace(' ', 'T')}Z`);
      case 'bytes':
        return Buffer.from(raw.slice('\\x'.length), 'hex').toString('base64');
      default:
        return raw;
    }
  },
  toDatabase: (kind, value) => {
    if (value === null) return null;
    return kind === 'bytes'
      ? `\\x${Buffer.from(String(value), 'base64').toString('hex')}`
      : // Postgres ignores the zone in a date for a column that has none.
        String(value);
  },
};

function safeInteger(raw: bigint): number {
  if (!Number.isSafeInteger(Number(raw))) throw notOfKind('integer');
  return Number(raw);
}

function finite(number: number): number {
  if (!Number.isFinite(number)) throw notOfKind('float');
  return number;
}

function isoDate(moment: string | number): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) throw notOfKind('date');
  return date.toISOString();
}

const NAMES: Record<ValueKind, string> = {
  text: 'text',
  integer: 'an integer',
  bigint: 'a bigint',
  float: 'a float',
  boolean: 'a boolean',
  date: 'a date',
  json: 'JSON',
  bytes: 'bytes',
};

function notOfKind(kind: ValueKind): CopyError {
  return new CopyError(`a value isn't ${NAMES[kind]}`);
}

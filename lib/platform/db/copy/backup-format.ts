import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CopyError } from './tables';

/**
 * A backup is gzipped lines of JSON: the header; for each table its name and then its rows as lists of values, in
 * the order of the header's columns; and at the end the counts and digests, without which it counts as cut off.
 * See docs/decisions/0036.
 */
export const FORMAT = 'completions-playground-backup';
export const FORMAT_VERSION = 1;

const kindSchema = z.enum(['text', 'integer', 'bigint', 'float', 'boolean', 'date', 'json', 'bytes']);

/** Bytes of one line, so that a damaged file cannot fill the memory. */
export const MAX_HEADER_BYTES = 1024 * 1024;
export const MAX_ROW_BYTES = 256 * 1024 * 1024;

/** Names and versions are shown: no signs that a terminal obeys. */
const shownSchema = z.string().regex(/^[\x20-\x7e]{1,200}$/);

export const headerSchema = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  /** Of the app. */
  version: shownSchema,
  createdAt: shownSchema,
  database: z.enum(['sqlite', 'postgresql']),
  /** Names of the migrations that the database had. */
  migrations: z.array(shownSchema),
  /** False: without the stored API keys and extra headers. */
  hasKeys: z.boolean(),
  /** The names of the master keys that it was made with, and what recognises each. */
  masterKeys: z.array(z.object({ kid: shownSchema, fingerprint: shownSchema })),
  /** The server's secrets; null when they were left out. */
  secrets: z.object({ NEXTAUTH_SECRET: z.string(), ENCRYPTION_KEYS: z.string() }).nullable(),
  tables: z.array(
    z.object({
      name: shownSchema,
      columns: z.array(z.object({ name: shownSchema, kind: kindSchema })),
      primaryKey: z.array(shownSchema),
    }),
  ),
});
export type BackupHeader = z.infer<typeof headerSchema>;

export const tableLineSchema = z.object({ table: z.string() });
export const rowSchema = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]));
export const endSchema = z.object({
  /** SHA-256 of the header's line. */
  header: z.string(),
  tables: z.array(z.object({ table: z.string(), rows: z.number(), digest: z.string() })),
});

const oldOrNewSchema = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.number(),
  version: shownSchema,
});

const oursSchema = z.object({ format: z.literal(FORMAT) });

export function damaged(file: string, what: string): CopyError {
  return new CopyError(`${file} is damaged: ${what}. Nothing was restored. Use another backup.`);
}

/** Reads the first line. Throws `CopyError` when it is not one of ours, damaged, or of a newer version. */
export function readHeader(line: string, file: string): BackupHeader {
  const json = parsed(line);
  const known = headerSchema.safeParse(json);
  if (known.success) return known.data;
  const other = oldOrNewSchema.safeParse(json);
  if (other.success && other.data.formatVersion > FORMAT_VERSION) {
    throw new CopyError(
      `${file} was made by a newer version of this app (${other.data.version}). Restore it with that version or later.`,
    );
  }
  if (oursSchema.safeParse(json).success) throw damaged(file, "its header can't be read");
  throw new CopyError(`${file} isn't a Completions Playground backup.`);
}

/** A line as JSON; undefined for text that is none. */
export function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Recognises a master key without revealing it: the key is 32 random bytes. */
export function fingerprint(key: Uint8Array): string {
  return createHash('sha256').update('master key').update(key).digest('hex').slice(0, 16);
}

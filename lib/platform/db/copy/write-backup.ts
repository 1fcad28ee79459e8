import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type BackupHeader, MAX_HEADER_BYTES, MAX_ROW_BYTES, sha256 } from './backup-format';
import { createDigest, type Proof, rowLine } from './row-digest';
import type { RowSource } from './row-store';
import { CopyError } from './tables';

/** Half the time of zlib's default, for a tenth more bytes. */
const LEVEL = 3;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Writes a backup, readable by its owner only. It has another name until it is complete and on the disk, so that a
 * file of this name is always whole; SIGINT and SIGTERM remove it and end the process. Returns what it contains. Throws
 * `CopyError` when the file exists.
 */
export async function writeBackup(
  file: string,
  header: Omit<BackupHeader, 'tables'>,
  source: RowSource,
): Promise<Proof[]> {
  if (existsSync(file)) throw new CopyError(`${file} already exists. Choose another name.`);
  if (!existsSync(path.dirname(path.resolve(file)))) {
    throw new CopyError(`Folder not found: ${path.dirname(path.resolve(file))}.`);
  }
  const partial = `${file}.partial`;
  const proofs: Proof[] = [];
  await rm(partial, { force: true });
  const end = (signal: NodeJS.Signals) => {
    rmSync(partial, { force: true });
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    await pipeline(
      Readable.from(lines(header, source, proofs)),
      createGzip({ level: LEVEL }),
      createWriteStream(partial, { flags: 'wx', mode: 0o600 }),
    );
    await flush(partial);
    await rename(partial, file);
    return proofs;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
}

async function* lines(
  header: Omit<BackupHeader, 'tables'>,
  source: RowSource,
  proofs: Proof[],
): AsyncGenerator<string> {
  const first = JSON.stringify({ ...header, tables: source.tables });
  refuseLong(first, MAX_HEADER_BYTES, 'The list of tables');
  yield `${first}\n`;
  for (const table of source.tables) {
    yield `${JSON.stringify({ table: table.name })}\n`;
    const digest = createDigest(table.name);
    for await (const rows of source.rows(table)) {
      const written = rows.map(rowLine);
      for (const line of written) {
        refuseLong(line, MAX_ROW_BYTES, `A row of ${table.name}`);
        digest.add(line);
      }
      yield `${written.join('\n')}\n`;
    }
    proofs.push(digest.proof());
  }
  yield `${JSON.stringify({ header: sha256(first), tables: proofs })}\n`;
}

/** What could not be read again must not be taken for a backup. */
function refuseLong(line: string, max: number, what: string): void {
  if (line.length > max || (line.length > max / 3 && Buffer.byteLength(line) > max)) {
    throw new CopyError(`${what} is too long for a backup.`);
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

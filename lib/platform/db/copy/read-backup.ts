import { createReadStream, existsSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import {
  type BackupHeader,
  damaged,
  endSchema,
  MAX_HEADER_BYTES,
  MAX_ROW_BYTES,
  parsed,
  readHeader,
  rowSchema,
  sha256,
  tableLineSchema,
} from './backup-format';
import { createDigest, type Proof } from './row-digest';
import type { RowSource } from './row-store';
import type { Row } from './row-values';
import { CopyError, type Table } from './tables';

export interface BackupReader extends RowSource {
  readonly header: BackupHeader;
  /** Call when all tables were read: compares counts and digests with those at the end. Throws `CopyError`. */
  finish(): Promise<void>;
  close(): void;
}

const CHARACTERS_AT_ONCE = 4 * 1024 * 1024;

/**
 * Opens a backup. Its tables must be read in their order, each once. Throws `CopyError`, with a sentence.
 *
 * @param maxRowBytes smaller in tests
 */
export async function openBackup(file: string, maxRowBytes = MAX_ROW_BYTES): Promise<BackupReader> {
  if (!existsSync(file)) throw new CopyError(`File not found: ${file}.`);
  const bytes = createReadStream(file);
  const unzipped = bytes.pipe(createGunzip());
  bytes.once('error', (error) => unzipped.destroy(error));
  const lines = linesOf(unzipped, file, maxRowBytes);
  const close = () => {
    bytes.destroy();
    unzipped.destroy();
  };
  try {
    const first = await lines.next();
    const line = first.done ? '' : first.value;
    const header = readHeader(line, file);
    return backupReader(file, header, sha256(line), lines, close);
  } catch (error) {
    close();
    throw error;
  }
}

function backupReader(
  file: string,
  header: BackupHeader,
  headerDigest: string,
  lines: AsyncIterator<string, void>,
  close: () => void,
): BackupReader {
  const proofs: Proof[] = [];
  /** The line after the rows of a table. */
  let ahead: string | undefined;
  const nextLine = async () => {
    const found = ahead ?? (await lines.next()).value ?? undefined;
    ahead = undefined;
    if (found === undefined) throw damaged(file, 'it ends too early');
    return found;
  };

  async function* rows(table: Table): AsyncGenerator<readonly Row[]> {
    if (tableLineSchema.safeParse(parsed(await nextLine())).data?.table !== table.name) {
      throw damaged(file, `${table.name} is missing`);
    }
    const digest = createDigest(table.name);
    let batch: Row[] = [];
    let characters = 0;
    for (;;) {
      const line = await nextLine();
      if (!line.startsWith('[')) {
        ahead = line;
        break;
      }
      const row = rowSchema.safeParse(parsed(line));
      if (!row.success || row.data.length !== table.columns.length) {
        throw damaged(file, `a row of ${table.name} can't be read`);
      }
      digest.add(line);
      batch.push(row.data);
      characters += line.length;
      if (characters >= CHARACTERS_AT_ONCE || batch.length >= 500) {
        yield batch;
        batch = [];
        characters = 0;
      }
    }
    if (batch.length > 0) yield batch;
    proofs.push(digest.proof());
  }

  return {
    header,
    tables: header.tables,
    rows,
    async finish() {
      const end = endSchema.safeParse(parsed(await nextLine()));
      if (!end.success) throw damaged(file, 'its end is missing');
      if (end.data.header !== headerDigest) throw damaged(file, 'its header was changed');
      const expected = new Map(end.data.tables.map((proof) => [proof.table, proof]));
      for (const { table, rows: count, digest } of proofs) {
        const given = expected.get(table);
        if (given?.rows !== count || given.digest !== digest) throw damaged(file, `${table} was changed`);
      }
      if (expected.size !== proofs.length) throw damaged(file, 'a table is missing');
      // Reads to the end of the file, where gzip has a checksum of its own.
      if (!(await lines.next()).done) throw damaged(file, 'there is data after its end');
    },
    close,
  };
}

/**
 * Lines by `\n` alone, unlike those of node:readline, which also ends lines at other characters that texts may
 * have. No more of one is collected than it may have.
 */
async function* linesOf(
  stream: AsyncIterable<Buffer>,
  file: string,
  maxRowBytes: number,
): AsyncGenerator<string, void> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let max = MAX_HEADER_BYTES;
  const add = (part: Buffer) => {
    bytes += part.length;
    if (bytes > max) throw damaged(file, 'a line is too long');
    parts.push(part);
  };
  try {
    for await (const chunk of stream) {
      let begin = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, begin)) {
        add(chunk.subarray(begin, end));
        yield Buffer.concat(parts).toString('utf8');
        parts = [];
        bytes = 0;
        max = maxRowBytes;
        begin = end + 1;
      }
      if (begin < chunk.length) add(chunk.subarray(begin));
    }
  } catch (error) {
    const isOurs = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    if (isOurs) throw damaged(file, `it can't be unpacked (${(error as Error).message})`);
    throw error;
  }
  if (parts.length > 0) throw damaged(file, 'it ends too early');
}

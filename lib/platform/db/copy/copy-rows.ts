import { createDigest, type Proof, rowLine } from './row-digest';
import type { DatabaseWriter, RowSource } from './row-store';
import { CopyError, requireSameTables, type Table } from './tables';

/**
 * Copies all rows into a target that was opened empty, then reads the target again and compares counts and digests
 * of every table. Returns them. The caller commits; whatever throws here leaves the target empty.
 */
export async function copyRows(
  source: RowSource,
  target: DatabaseWriter,
  onRows: (table: string, rows: number) => void = () => {},
): Promise<Proof[]> {
  requireSameTables(source.tables, target.tables);
  const copied: Proof[] = [];
  for (const table of source.tables) {
    const digest = createDigest(table.name);
    for await (const rows of source.rows(table)) {
      for (const row of rows) digest.add(rowLine(row));
      await target.insert(table, rows);
      onRows(table.name, digest.proof().rows);
    }
    copied.push(digest.proof());
  }
  for (const proof of copied) {
    const found = await proofOf(target, tableOf(target, proof.table));
    if (found.rows === proof.rows && found.digest === proof.digest) continue;
    throw new CopyError(
      `The copy of ${proof.table} differs from its source (${found.rows} of ${proof.rows} rows, digest ${found.digest} instead of ${proof.digest}). Nothing was written.`,
    );
  }
  return copied;
}

/** Count and digest of one table. */
export async function proofOf(source: RowSource, table: Table): Promise<Proof> {
  const digest = createDigest(table.name);
  for await (const rows of source.rows(table)) for (const row of rows) digest.add(rowLine(row));
  return digest.proof();
}

function tableOf(source: RowSource, name: string): Table {
  const table = source.tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new CopyError(`There is no table ${name}.`);
  return table;
}

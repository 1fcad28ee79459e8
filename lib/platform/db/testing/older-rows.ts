import { getDb } from '../client';

/** A row of an older version, as its database had it; times are texts. */
export type OlderRow = Readonly<Record<string, unknown>> & { readonly id: string };

export interface OlderRows {
  readonly presets: readonly OlderRow[];
  readonly comparisons: readonly OlderRow[];
  readonly runs: readonly OlderRow[];
  readonly choices: readonly Readonly<Record<string, unknown>>[];
  readonly shares: readonly OlderRow[];
}

/** Puts rows of an older version into the database for a user, with what newer columns have by default. */
export async function insertOlderRows(rows: OlderRows, userId: string): Promise<void> {
  const db = getDb();
  const given = (row: Readonly<Record<string, unknown>>) =>
    // Absent as a migration leaves it: JSON columns take no null.
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as never;
  await db.preset.createMany({ data: rows.presets.map((row) => given({ ...row, userId })) });
  await db.comparison.createMany({ data: rows.comparisons.map((row) => given({ ...row, userId })) });
  await db.run.createMany({ data: rows.runs.map((row) => given({ ...row, userId })) });
  await db.runChoice.createMany({ data: rows.choices.map(given) });
  await db.share.createMany({ data: rows.shares.map((row) => given({ ...row, userId })) });
}

import path from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { writtenByE6429e6c } from '@/lib/testing/older-comparisons';
import type { App } from './app';

type Row = Readonly<Record<string, unknown>>;

/** Puts the comparisons of an older version, with their runs, into the running app's SQLite file. */
export async function insertOlderComparisons(app: App, userId: string): Promise<void> {
  const { rows } = writtenByE6429e6c();
  const adapter = await new PrismaLibSql({
    url: `file:${path.join(app.dataDir, 'playground.db')}`,
    timeout: 5000,
  }).connect();
  const insert = async (table: string, row: Row) => {
    const given = Object.entries(row).filter(([, value]) => value !== null);
    const names = given.map(([name]) => `"${name}"`).join(', ');
    await adapter.executeRaw({
      sql: `INSERT INTO "${table}" (${names}) VALUES (${given.map(() => '?').join(', ')})`,
      args: given.map(([, value]) => stored(value)),
      argTypes: given.map(() => ({ scalarType: 'string', arity: 'scalar' })),
    });
  };
  try {
    for (const row of rows.comparisons) await insert('Comparison', { ...row, userId });
    for (const row of rows.runs) await insert('Run', { ...row, userId });
    for (const row of rows.choices) await insert('RunChoice', row);
  } finally {
    await adapter.dispose();
  }
}

function stored(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

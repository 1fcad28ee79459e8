import path from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { App } from './app';

/** How each table refers to its user. */
const OF_USER = {
  User: 'id = ?',
  Account: 'userId = ?',
  Connection: 'userId = ?',
  Run: 'userId = ?',
  RunChoice: 'runId IN (SELECT id FROM "Run" WHERE userId = ?)',
  Preset: 'userId = ?',
  Share: 'userId = ?',
} as const;

export type RowCounts = Record<keyof typeof OF_USER, number> & { total: number };

/**
 * The number of rows that each table of the running app's SQLite file has for a user, and the total of all
 * tables.
 */
export async function countRows(app: App, userId: string): Promise<RowCounts> {
  const file = path.join(app.dataDir, 'playground.db');
  const adapter = await new PrismaLibSql({ url: `file:${file}`, timeout: 5000 }).connect();
  const count = async (sql: string, args: string[] = []) => {
    const argTypes = args.map(() => ({ scalarType: 'string', arity: 'scalar' }) as const);
    const { rows } = await adapter.queryRaw({ sql, args, argTypes });
    return Number(rows[0]?.[0]);
  };
  try {
    const counts: Record<string, number> = { total: 0 };
    for (const [table, where] of Object.entries(OF_USER)) {
      counts[table] = await count(`SELECT count(*) FROM "${table}" WHERE ${where}`, [userId]);
      counts.total = (counts.total ?? 0) + (await count(`SELECT count(*) FROM "${table}"`));
    }
    return counts as RowCounts;
  } finally {
    await adapter.dispose();
  }
}

import type { RunFilterChoices } from '@/lib/history/model/run-search';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';

/** Nobody chooses from a longer list. */
const MAX_CHOICES = 200;

/**
 * What a user's runs can be filtered by. Each value costs one step in an index, however many runs have it;
 * counting the runs would mean reading them all.
 */
export async function filterChoices(userId: string): Promise<RunFilterChoices> {
  const [models, connectionIds, tags] = await Promise.all([
    distinct(userId, Prisma.sql`"Run"`, Prisma.sql`"model"`),
    distinct(userId, Prisma.sql`"Run"`, Prisma.sql`"connectionId"`),
    distinct(userId, Prisma.sql`"RunTag"`, Prisma.sql`"tag"`),
  ]);
  return { models, connections: await named(userId, connectionIds), tags };
}

async function distinct(userId: string, table: Prisma.Sql, column: Prisma.Sql): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ value: string }[]>`
    WITH RECURSIVE step("value") AS (
      SELECT * FROM (SELECT ${column} FROM ${table} WHERE "userId" = ${userId} ORDER BY ${column} LIMIT 1) AS first
      UNION ALL
      SELECT (SELECT ${column} FROM ${table} WHERE "userId" = ${userId} AND ${column} > step."value"
        ORDER BY ${column} LIMIT 1)
      FROM step WHERE step."value" IS NOT NULL)
    SELECT "value" FROM step WHERE "value" IS NOT NULL LIMIT ${MAX_CHOICES}`;
  return rows.map(({ value }) => value);
}

/** Runs keep the name that a connection had; of several names, the alphabetically last is shown. */
async function named(userId: string, ids: readonly string[]): Promise<RunFilterChoices['connections']> {
  const rows = await Promise.all(
    ids.map((connectionId) =>
      getDb().run.findFirst({
        where: { userId, connectionId },
        orderBy: { connectionName: 'desc' },
        select: { connectionName: true },
      }),
    ),
  );
  return ids.map((id, at) => ({ id, name: rows[at]?.connectionName ?? id }));
}

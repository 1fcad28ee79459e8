import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import type { PostgresCondition } from './postgres-condition';
import type { Reading } from './postgres-reading';
import type { RunQuery } from './run-query';

export interface IndexQuery extends RunQuery {
  readonly condition: PostgresCondition;
}

/** Each owner's runs are read in order from an index, and merged. */
export function nextRows(
  indexQuery: IndexQuery,
  { after, order }: Reading,
  skipped: number,
  window: number,
  columns = Prisma.sql`*`,
): Prisma.Sql {
  const next = indexQuery.owners.map(
    (
      owner,
    ) => Prisma.sql`(SELECT ${columns} FROM "RunSearchIndex" WHERE "owner" = ${owner} ${after} ${daysOf(indexQuery)}
      ORDER BY ${order} LIMIT ${skipped + window})`,
  );
  return Prisma.sql`SELECT * FROM (${Prisma.join(next, ' UNION ALL ')}) AS each
    ORDER BY ${order} LIMIT ${window} OFFSET ${skipped}`;
}

export function daysOf({ from, to }: RunQuery): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND "position" >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND "position" < ${to}`;
}

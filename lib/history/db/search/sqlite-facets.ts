import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { fromStorable } from '@/lib/platform/db/safe-text';
import type { RunQuery } from './run-query';

/**
 * The facets of a filter as a condition on a row of "Run" named `run`: for checking single runs, which costs less
 * than looking each of them up in the index. The same as the facets that the view "RunSearched" writes.
 */
export function facetsCondition({ userId, owners, facets, anyOf }: RunQuery): Prisma.Sql {
  const ofUser = Prisma.sql`run."userId" = ${userId} AND run."deletedAt" IS NULL`;
  const own = owners.length === 1 ? [Prisma.sql`run."comparisonId" IS NULL`] : [];
  const each = [...facets.map((facet) => [facet]), ...anyOf].map(groupCondition);
  return Prisma.join([ofUser, ...own, ...each], ' AND ');
}

/** One of these facets, which are of one kind. */
function groupCondition(group: readonly string[]): Prisma.Sql {
  const [first = ''] = group;
  if (first === 'star') return Prisma.sql`run."starred"`;
  if (first === 'probs') return choiceWith(Prisma.sql`choice."tokens" IS NOT NULL`);
  const values = Prisma.join(group.map((facet) => fromStorable(facet.slice(1))));
  switch (first.slice(0, 1)) {
    case 'm':
      return Prisma.sql`run."model" IN (${values})`;
    case 'c':
      return Prisma.sql`run."connectionId" IN (${values})`;
    case 's':
      return Prisma.sql`run."status" IN (${values})`;
    case 'o':
      return Prisma.sql`run."source" IN (${values})`;
    case 'f':
      return choiceWith(Prisma.sql`choice."finishReason" IN (${values})`);
    case 't':
      return Prisma.sql`EXISTS (SELECT 1 FROM "RunTag" AS label WHERE label."runId" = run."id" AND label."tag" IN (${values}))`;
    default:
      throw new Error(`No such facet: ${first}`);
  }
}

function choiceWith(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "RunChoice" AS choice WHERE choice."runId" = run."id" AND ${condition})`;
}

import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import type { PageStart, RunQuery } from './run-query';

/** An order of the rows of "RunSearchIndex" and a condition for what follows the page's start. */
export interface Reading {
  readonly after: Prisma.Sql;
  readonly order: Prisma.Sql;
  readonly figure: Prisma.Sql;
  /** The columns of both. */
  readonly columns: Prisma.Sql;
  /** A condition for what comes up to this run, and it. */
  upTo(end: PageStart): Prisma.Sql;
}

export function byPosition({ sort }: RunQuery, start: PageStart | null): Reading {
  const forward = sort === 'oldest';
  return {
    after:
      start === null
        ? Prisma.empty
        : Prisma.sql`AND "position" ${forward ? Prisma.sql`>` : Prisma.sql`<`} ${start.position}`,
    order: forward ? Prisma.sql`"position"` : Prisma.sql`"position" DESC`,
    figure: Prisma.sql`NULL::integer`,
    columns: Prisma.sql`"position"`,
    upTo: ({ position }) => Prisma.sql`"position" ${forward ? Prisma.sql`<=` : Prisma.sql`>=`} ${position}`,
  };
}

export function byFigure({ sort }: RunQuery, start: PageStart | null): Reading {
  const figure = figureColumn(sort);
  return {
    after:
      start === null
        ? Prisma.sql`AND ${figure} IS NOT NULL`
        : Prisma.sql`AND ${figure} IS NOT NULL AND (${figure}, "position") < (${start.figure}, ${start.position})`,
    order: Prisma.sql`${figure} DESC, "position" DESC`,
    figure,
    columns: Prisma.sql`"position", ${figure}`,
    upTo: (end) => Prisma.sql`(${figure}, "position") >= (${end.figure}, ${end.position})`,
  };
}

/** Runs with the figure, then those without. */
export function byFigureToTheEnd({ sort }: RunQuery, start: PageStart | null): Reading {
  const figure = figureColumn(sort);
  return {
    after:
      start === null
        ? Prisma.empty
        : Prisma.sql`AND (${figure} IS NULL OR (${figure}, "position") < (${start.figure}, ${start.position}))`,
    order: Prisma.sql`${figure} DESC NULLS LAST, "position" DESC`,
    figure,
    columns: Prisma.sql`"position", ${figure}`,
    upTo: (end) => Prisma.sql`(${figure}, "position") >= (${end.figure}, ${end.position})`,
  };
}

/** In the order of the figure's index, within which all of these are equal. */
export function withoutFigure({ sort }: RunQuery, start: PageStart): Reading {
  const figure = figureColumn(sort);
  return {
    after: Prisma.sql`AND ${figure} IS NULL AND "position" < ${start.position}`,
    order: Prisma.sql`${figure} DESC, "position" DESC`,
    figure: Prisma.sql`NULL::integer`,
    columns: Prisma.sql`"position", ${figure}`,
    upTo: ({ position }) => Prisma.sql`"position" >= ${position}`,
  };
}

function figureColumn(sort: RunQuery['sort']): Prisma.Sql {
  return sort === 'longest' ? Prisma.sql`"durationMs"` : Prisma.sql`"tokenCount"`;
}

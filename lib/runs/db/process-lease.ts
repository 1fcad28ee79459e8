import { getReservedDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { env } from '@/lib/platform/env/env';

/**
 * Which processes are alive, by their heartbeats (docs/decisions/0035). Every time here is the database's:
 * the clocks of several machines differ, and a lease is compared with nothing else.
 */

/** A row without a heartbeat for this long is of no use to anybody. */
const FORGET_MS = 24 * 60 * 60_000;

export interface ServerProcess {
  readonly id: string;
  /** The machine's name, and the process there: for people. */
  readonly host: string;
  readonly pid: number;
}

/** Milliseconds since 1970, as SQL. */
export function databaseNow(): Prisma.Sql {
  return env.databaseKind === 'sqlite'
    ? Prisma.sql`CAST(unixepoch('subsec') * 1000 AS INTEGER)`
    : Prisma.sql`CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`;
}

/** The same, asked for: it is for comparing with other answers of this kind only. */
export async function readDatabaseNow(): Promise<number> {
  const [row] = await getReservedDb().$queryRaw<{ now: number | bigint }[]>`SELECT ${databaseNow()} AS "now"`;
  return Number(row?.now);
}

/** Writes the heartbeat: one row, whatever the number of runs. */
export async function renewLease({ id, host, pid }: ServerProcess): Promise<void> {
  await getReservedDb().$executeRaw`
    INSERT INTO "ServerProcess" ("id", "host", "pid", "seenAt") VALUES (${id}, ${host}, ${pid}, ${databaseNow()})
    ON CONFLICT ("id") DO UPDATE SET "seenAt" = excluded."seenAt"`;
}

/** The process ends: runs that it left open are nobody's from now on. */
export async function endLease(id: string): Promise<void> {
  await getReservedDb().serverProcess.deleteMany({ where: { id } });
}

/** For a process that is known to be the only one: on SQLite, all others are dead. */
export async function endOtherLeases(id: string): Promise<void> {
  await getReservedDb().serverProcess.deleteMany({ where: { id: { not: id } } });
}

/** Processes with the youngest heartbeat first. */
export function listProcesses(): Promise<ServerProcess[]> {
  return getReservedDb().serverProcess.findMany({
    select: { id: true, host: true, pid: true },
    orderBy: { seenAt: 'desc' },
  });
}

/**
 * Marks open runs that nobody writes any more as `interrupted`, with the text of their last checkpoint.
 * Returns how many: each is counted by exactly one of any number of processes that try. Runs of `ownId` are
 * never touched.
 *
 * @param leaseMs how old a heartbeat may be; null: only runs of processes that have no row at all
 */
export async function interruptOrphans(ownId: string, leaseMs: number | null): Promise<number> {
  const isAlive =
    leaseMs === null ? Prisma.sql`TRUE` : Prisma.sql`owner."seenAt" > ${databaseNow()} - ${leaseMs}`;
  // One statement: between a look and a write, an owner could come back.
  return getReservedDb().$executeRaw`
    UPDATE "Run" SET "status" = 'interrupted', "endedAt" = ${new Date()}, "processId" = NULL
    WHERE "status" = 'streaming' AND ("processId" IS NULL OR "processId" <> ${ownId})
      AND NOT EXISTS (SELECT 1 FROM "ServerProcess" AS owner WHERE owner."id" = "Run"."processId" AND ${isAlive})`;
}

/** The runs that are open and this process's by the database, or that one of them. */
export async function ownOpenRuns(processId: string, runId?: string): Promise<Set<string>> {
  const rows = await getReservedDb().run.findMany({
    where: { status: 'streaming', processId, ...(runId !== undefined && { id: runId }) },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** Removes rows of processes that ended long ago without a word. */
export async function sweepProcesses(): Promise<void> {
  await getReservedDb()
    .$executeRaw`DELETE FROM "ServerProcess" WHERE "seenAt" < ${databaseNow()} - ${FORGET_MS}`;
}

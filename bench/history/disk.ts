import { getDb } from '@/lib/platform/db/client';
import { env } from '@/lib/platform/env/env';

interface Part {
  readonly name: string;
  readonly bytes: number;
}

/** Tables and indexes as a reader of bench/HISTORY.md knows them; what no prefix fits is "the rest". */
const GROUPS: readonly { readonly name: string; readonly begin: RegExp }[] = [
  { name: 'search index', begin: /^(sqlite_autoindex_)?Run(Search|Trigram)/ },
  { name: 'runs', begin: /^Run$/ },
  { name: 'outputs', begin: /^(sqlite_autoindex_)?RunChoice/ },
  { name: 'indexes of the runs', begin: /^(sqlite_autoindex_Run_|Run_|RunFigures)/ },
];

/** A sentence: what the database takes on the disk for each of these runs, and what takes it. */
export async function diskPerRun(runs: number): Promise<string> {
  const parts = env.databaseKind === 'sqlite' ? await sqliteParts() : await postgresParts();
  const sums = new Map<string, number>();
  for (const { name, bytes } of parts) {
    const group = GROUPS.find(({ begin }) => begin.test(name))?.name ?? 'the rest';
    sums.set(group, (sums.get(group) ?? 0) + bytes);
  }
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const each = [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([name, bytes]) => `${name} ${perRun(bytes, runs)}`);
  return `Disk: ${(total / 1e6).toFixed(0)} MB, ${perRun(total, runs)} bytes a run (${each.join(', ')}).`;
}

function perRun(bytes: number, runs: number): string {
  return Math.round(bytes / runs).toLocaleString('en');
}

async function sqliteParts(): Promise<Part[]> {
  const rows = await getDb().$queryRaw<{ name: string; bytes: number | bigint }[]>`
    SELECT "name", sum("pgsize") AS "bytes" FROM dbstat GROUP BY "name"`;
  return rows.map(({ name, bytes }) => ({ name, bytes: Number(bytes) }));
}

/** A table with what it keeps out of line. */
async function postgresParts(): Promise<Part[]> {
  const rows = await getDb().$queryRaw<{ name: string; bytes: bigint }[]>`
    SELECT "relname" AS "name",
      CASE WHEN "relkind" = 'r' THEN pg_table_size("oid") ELSE pg_relation_size("oid") END AS "bytes"
    FROM pg_class WHERE "relkind" IN ('r', 'i') AND "relnamespace" = 'public'::regnamespace`;
  return rows.map(({ name, bytes }) => ({ name, bytes: Number(bytes) }));
}

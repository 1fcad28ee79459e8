import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { RunFilter } from '@/lib/contract/run-search';
import { closeDb, getDb } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { filterChoices } from '@/lib/db/search/filter-choices';
import { searchRuns } from '@/lib/db/search/search-runs';
import { createPostgresDatabase, createSqliteDatabase } from '@/lib/db/testing/databases';
import { generateRuns } from '@/lib/db/testing/generate-runs';
import { startPostgres } from '@/lib/db/testing/postgres-server';
import { testEnvironment } from '@/lib/db/testing/test-environment';
import { createUser } from '@/lib/db/users';
import { env, replaceEnv } from '@/lib/env/env';
import { QUERIES } from './queries';

// How long the history takes to answer in the data layer, with many runs of one user, on both databases:
// `npm run bench:history [-- --runs 100000]`. Writes bench/HISTORY.md. Ends by itself.

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '12' },
    only: { type: 'string' },
  },
});
const RUNS = Number(values.runs);
const ROUNDS = Number(values.rounds);
const BAR_MS = 20;

const sections: string[] = [];
const server = values.only === 'sqlite' ? null : await startPostgres();
try {
  if (values.only !== 'postgresql') await measure('SQLite', await createSqliteDatabase());
  if (server) await measure('Postgres', await createPostgresDatabase(server.url));
} finally {
  await server?.stop();
}
const text = `# How long the history takes to answer

\`npm run bench:history\`, ${RUNS.toLocaleString('en')} generated runs of one user (lib/db/testing/generate-runs.ts), ${new Date()
  .toISOString()
  .slice(0, 10)}, ${os.cpus().length} cores, Node ${process.versions.node}.
In the data layer, from the call to the rows of a page of 50 with tags, links and the places of hits; the first page and
later ones, ${ROUNDS} rounds in changing order. Bar: p95 ≤ ${BAR_MS} ms.

${sections.join('\n\n')}
`;
writeFileSync(path.join(import.meta.dirname, '..', 'HISTORY.md'), text);
console.log(text);

async function measure(name: string, database: { url: string; drop(): Promise<void> }): Promise<void> {
  replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
  try {
    await migrate();
    const { userId, seconds } = await fill();
    const times = new Map<string, number[]>();
    const note = (what: string, ms: number) => times.set(what, [...(times.get(what) ?? []), ms]);
    const worst: { ms: number; filter: RunFilter }[] = [];
    const asked = QUERIES.flatMap(({ name: what, filters }) => filters.map((filter) => ({ what, filter })));
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { what, filter } of shuffled(asked)) {
        let before: string | undefined;
        // Round 0 warms up.
        for (let page = 0; page < 3; page += 1) {
          const begun = performance.now();
          const { next } = await searchRuns(userId, { ...filter, before, limit: 50 });
          const ms = performance.now() - begun;
          if (round > 0) {
            note(what, ms);
            worst.push({ ms, filter });
          }
          if (next === null) break;
          before = next;
        }
      }
      const begun = performance.now();
      await filterChoices(userId);
      if (round > 0) note('what can be filtered by', performance.now() - begun);
    }
    sections.push(table(name, seconds, times, worst));
    console.log(sections.at(-1));
  } finally {
    await closeDb();
    await database.drop();
  }
}

async function fill(): Promise<{ userId: string; seconds: number }> {
  const created = await createUser({ isGuest: true });
  if (!created.ok) throw new Error(created.reason);
  const begun = performance.now();
  await generateRuns({
    userId: created.user.id,
    count: RUNS,
    onProgress: (made) => made % 10_000 === 0 && console.log(`${env.databaseKind}: ${made} runs`),
  });
  if (env.databaseKind === 'postgresql') await getDb().$executeRaw`ANALYZE`;
  return { userId: created.user.id, seconds: (performance.now() - begun) / 1000 };
}

function table(
  name: string,
  seconds: number,
  times: ReadonlyMap<string, readonly number[]>,
  worst: readonly { ms: number; filter: RunFilter }[],
): string {
  const all = [...times.values()].flat();
  const rows = [...times, ['all together', all] as const].map(([what, given]) => {
    const p95 = at(given, 0.95);
    return `| ${what} | ${given.length} | ${at(given, 0.5).toFixed(1)} | ${p95.toFixed(1)} | ${at(given, 1).toFixed(1)} | ${p95 <= BAR_MS ? 'yes' : 'no'} |`;
  });
  const byFilter = new Map<string, number[]>();
  for (const { ms, filter } of worst) {
    const key = JSON.stringify(filter);
    byFilter.set(key, [...(byFilter.get(key) ?? []), ms]);
  }
  const slowest = [...byFilter]
    .map(([filter, given]) => ({ filter, p95: at(given, 0.95) }))
    .sort((a, b) => b.p95 - a.p95)
    .slice(0, 5)
    .map(({ filter, p95 }) => `\`${filter}\` ${p95.toFixed(1)} ms`);
  return `## ${name}

Made in ${seconds.toFixed(0)} s.

| asked for | times | p50 ms | p95 ms | max ms | in the bar |
|---|---|---|---|---|---|
${rows.join('\n')}

Slowest (p95): ${slowest.join(' · ')}`;
}

function at(given: readonly number[], part: number): number {
  return given.toSorted((a, b) => a - b)[Math.ceil(part * given.length) - 1] ?? 0;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

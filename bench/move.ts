import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { closeDb } from '@/lib/platform/db/client';
import { openSqlite } from '@/lib/platform/db/copy/sqlite-engine';
import { migrate } from '@/lib/platform/db/migrate';
import { createPostgresDatabase, createSqliteDatabase } from '@/lib/platform/db/testing/databases';
import { fillEveryTable } from '@/lib/platform/db/testing/every-table';
import { startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { temporaryFolder } from '@/lib/platform/db/testing/temporary-folder';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { circumstances, loadOfMachine } from './history/report';

// A history moved from SQLite to Postgres and back by the real commands, then backed up and restored:
// `npm run bench:move [-- --runs 10000]`. Writes bench/MOVE.md. Ends by itself.

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' } } });
const runs = Number(values.runs);
const load = loadOfMachine();
const server = await startPostgres();
const folder = await temporaryFolder('playground-move-');
const [first, second, third, fourth] = [
  await createSqliteDatabase(),
  await createPostgresDatabase(server.url),
  await createSqliteDatabase(),
  await createSqliteDatabase(),
];
try {
  replaceEnv(testEnvironment({ DATABASE_URL: first.url }));
  await migrate();
  await fillEveryTable(runs);
  await closeDb();

  const backup = path.join(folder, 'a.backup');
  const data = { DATA_DIR: path.join(folder, 'data') };
  const measured = [
    await measure('SQLite → Postgres', 'move-database', ['--from', first.url, '--to', second.url]),
    await measure('Postgres → SQLite', 'move-database', ['--from', second.url, '--to', third.url]),
    await measure('backup of Postgres', 'backup', ['--to', backup], { DATABASE_URL: second.url, ...data }),
    await measure('restore into SQLite', 'restore', ['--from', backup], {
      DATABASE_URL: fourth.url,
      ...data,
    }),
  ];
  const stored = [await digestOf(first.url), await digestOf(third.url), await digestOf(fourth.url)];
  const isSame = stored.every(({ digest }) => digest === stored[0]?.digest);
  const megabytes = (file: string) => (statSync(file).size / 1e6).toFixed(0);
  const text = `# Moving a history

Written by \`npm run bench:move -- --runs ${runs}\`: ${circumstances(load)}
${stored[0]?.rows} rows in every table there is, among them ${runs} generated runs, the hard ones of the tests, a comparison, links and a
connection with a key; ${megabytes(first.url.slice(5))} MB as a SQLite file with its search index, ${megabytes(backup)} MB as a backup. Each command with its start, its
verification, and (except for the backup) the making of the search index. The peak is of the command's own process.

| | seconds | peak of memory |
|---|---|---|
${measured.map(({ what, seconds, peakMb }) => `| ${what} | ${seconds.toFixed(0)} | ${peakMb} MB |`).join('\n')}

After SQLite → Postgres → SQLite, and after backup and restore, a hash of every stored value of every copied table is
**${isSame ? 'the same' : 'NOT THE SAME'}** as in the first file.
`;
  writeFileSync(path.join(import.meta.dirname, 'MOVE.md'), text);
  console.log(text);
  if (!isSame) process.exitCode = 1;
} finally {
  for (const database of [first, second, third, fourth]) await database.drop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(
  what: string,
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
) {
  const { PATH = '', HOME = '' } = process.env;
  const { NEXTAUTH_SECRET, ENCRYPTION_KEYS } = testEnvironment();
  const begun = performance.now();
  // tsx in the same process, so that there is one to look at.
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}.mjs`, ...args], {
    env: { NODE_ENV: 'production', PATH, HOME, NEXTAUTH_SECRET, ENCRYPTION_KEYS, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let peakMb = 0;
  let code: number | null | undefined;
  while (code === undefined) {
    peakMb = Math.max(peakMb, peakOf(child.pid ?? 0));
    code = await Promise.race([ended, setTimeout(100, undefined)]);
  }
  if (code !== 0) throw new Error(`${what} ended with ${code}`);
  return { what, seconds: (performance.now() - begun) / 1000, peakMb };
}

/** Megabytes; Linux only. */
function peakOf(pid: number): number {
  try {
    const kb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kb ?? 0) / 1000);
  } catch {
    return 0;
  }
}

/** Of all values as SQLite stores them, not as the copier reads them. */
async function digestOf(url: string): Promise<{ rows: number; digest: string }> {
  const engine = await openSqlite(url);
  const hash = createHash('sha256');
  let rows = 0;
  for (const { name, columns, primaryKey } of await engine.readTables()) {
    const order = primaryKey.map((column) => `"${column}"`).join();
    const fields = columns
      .map((column) => `typeof("${column.name}") || quote("${column.name}")`)
      .join(` || ',' || `);
    for (let offset = 0; ; offset += 500) {
      const page = await engine.query(
        `SELECT ${fields} FROM "${name}" ORDER BY ${order} LIMIT 500 OFFSET ${offset}`,
      );
      for (const [line] of page) hash.update(`${name} ${line}\n`);
      rows += page.length;
      if (page.length < 500) break;
    }
  }
  await engine.close();
  return { rows, digest: hash.digest('hex') };
}

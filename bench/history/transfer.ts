import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { request } from '@playwright/test';
import { PASSWORD, signInThroughApi, signUpThroughApi } from '@/e2e/support/accounts';
import { type App, startApp } from '@/e2e/support/app';
import { exportRuns } from '@/lib/history/client/transfer/export-runs';
import { importRuns } from '@/lib/history/client/transfer/import-runs';
import type { SaveTarget } from '@/lib/history/client/transfer/save-target';
import { type ExportFormat, exportFormatSchema } from '@/lib/history/model/run-export';
import { createPostgresDatabase } from '@/lib/platform/db/testing/databases';
import { startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { fillAccount } from './account';
import { circumstances, loadOfMachine, writeSection } from './report';
import { untilIdle, WATCHED, type Watched, watch } from './server-watch';

// What it takes to export a long history and to import it again: `npm run bench:transfer [-- --runs 100000]`. Writes its
// section of bench/HISTORY.md. Loopback only; ends by itself. Needs the production build, and Linux. The other end is the
// page's own code, in this process.
//
// With `--database <file>` the runs are those of a SQLite file that `bench:history -- --keep` left; otherwise they are
// made, which takes minutes. `--only sqlite` passes over Postgres; `--node <options>` are for the server (a profile);
// `--dry` writes nothing down.

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    database: { type: 'string' },
    only: { type: 'string' },
    node: { type: 'string', default: '' },
    dry: { type: 'boolean', default: false },
  },
});
const RUNS = Number(values.runs);
/** Enough for the server itself, and little more. */
const SMALL_HEAP_MB = 256;
/** Cancels after this many runs. */
const CANCEL_AT = RUNS / 10;

const never = { signal: new AbortController().signal, onProgress: () => {} };

const smallHeap = `--max-old-space-size=${SMALL_HEAP_MB}`;

const load = loadOfMachine();
const folder = await mkdtemp(path.join(os.tmpdir(), 'playground-transfer-'));
const file = path.join(folder, 'runs.json');
const rows: string[] = [];
const cancels: string[] = [];
try {
  await onApp({}, '', async (app, { email, signIn }) => {
    await app.stop();
    const database = path.join(app.dataDir, 'playground.db');
    await fillAccount(email, { runs: RUNS, from: values.database, database });
    await app.restart();
    await signIn();
    for (const format of exportFormatSchema.options) await measureExport('SQLite', app, format);
    await cancelExport('SQLite', app);
    await app.stop();
    await onApp({ DATABASE_URL: `file:${database}` }, smallHeap, async (small, account) => {
      await account.signIn(email);
      await measureExport('SQLite, small heap', small, 'json');
    });
  });
  await onApp({}, '', (app) => measureImport('SQLite', app));
  await onApp({}, '', (app) => cancelImport('SQLite', app));
  if (values.only !== 'sqlite') await onPostgres();
  const text = `${circumstances(load)} Server and reader together on it. Every row on a server that was just started; memory
is the server's resident set at its highest, over what it was before. "Loop" is how long the server's event loop was
kept from turning, "others" how long another request (a page of the history) took meanwhile.
Bars: ≤ 150 MB of memory, ≥ 3,000 runs/s out, ≥ 1,000 runs/s in on SQLite.

| what | size | time | | | memory | loop p99, max | others p50, p99, max |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

The memory of an export is garbage for the most part, which V8 lets lie while there is room: a server with a heap of at most
${SMALL_HEAP_MB} MB (\`--max-old-space-size\`) exports the same in less, about as quickly.

From Cancel to a server that does nothing any more (0 when less than 40 ms of work were left), with ${CANCEL_AT.toLocaleString('en')} runs done: ${cancels.join(' · ')}.`;
  console.log(text);
  if (!values.dry) writeSection(`Export and import, ${RUNS.toLocaleString('en')} runs`, text);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function onPostgres(): Promise<void> {
  const server = await startPostgres();
  const [whole, part] = [await createPostgresDatabase(server.url), await createPostgresDatabase(server.url)];
  try {
    await onApp({ DATABASE_URL: whole.url }, '', async (app) => {
      await measureImport('Postgres', app);
      for (const format of exportFormatSchema.options) await measureExport('Postgres', app, format);
      await cancelExport('Postgres', app);
    });
    await onApp({ DATABASE_URL: part.url }, '', (app) => cancelImport('Postgres', app));
  } finally {
    await whole.drop();
    await part.drop();
    await server.stop();
  }
}

interface Account {
  readonly email: string;
  /** Signs in again, after the address has passed to another user, or as another user. */
  signIn(email?: string): Promise<void>;
}

/** A server with an empty account, with this process signed in as a page would be. */
async function onApp(
  env: Record<string, string>,
  nodeOptions: string,
  use: (app: App, account: Account) => Promise<void>,
) {
  const options = [WATCHED.NODE_OPTIONS, nodeOptions, values.node].join(' ').trim();
  const app = await startApp({ env: { ...env, NODE_OPTIONS: options } });
  const client = await request.newContext({ baseURL: app.url });
  const nodeFetch = globalThis.fetch;
  let cookie = '';
  globalThis.fetch = (input, init) => {
    if (typeof input !== 'string' || !input.startsWith('/')) return nodeFetch(input, init);
    return nodeFetch(app.url + input, { ...init, headers: { ...init?.headers, cookie } });
  };
  try {
    const email = await signUpThroughApi(client);
    const signIn = async (as = email) => {
      // Signing in on top of another user's session is refused.
      const fresh = await request.newContext({ baseURL: app.url });
      const status = await signInThroughApi(fresh, as, PASSWORD);
      if (status !== 200) throw new Error(`signing in: ${status}`);
      const { cookies } = await fresh.storageState();
      await fresh.dispose();
      cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    };
    await signIn();
    await use(app, { email, signIn });
  } catch (error) {
    console.error(app.log().slice(-5_000));
    throw error;
  } finally {
    globalThis.fetch = nodeFetch;
    await client.dispose();
    await app.dispose();
  }
}

async function measureExport(database: string, app: App, format: ExportFormat): Promise<void> {
  await anew(app);
  const target = format === 'json' && database === 'SQLite' ? await toFile(file) : toNowhere();
  let [seconds, bytes] = [0, 0];
  const watched = await watch(app, aPage, async () => {
    const begun = performance.now();
    const done = await exportRuns({ kind: 'all' }, format, { target, ...never });
    seconds = (performance.now() - begun) / 1000;
    bytes = done.bytes;
    if (done.total !== RUNS || done.runs !== RUNS) throw new Error(`not all runs: ${done.runs}`);
  });
  addRow(`${database}, export, ${format}`, { bytes, seconds, watched });
}

async function measureImport(database: string, app: App): Promise<void> {
  await anew(app);
  const from = await openAsBlob(file);
  let seconds = 0;
  const watched = await watch(app, aPage, async () => {
    const begun = performance.now();
    const known = new Set<string>();
    const done = await importRuns(from, { known, signal: never.signal, onImported: () => {} });
    seconds = (performance.now() - begun) / 1000;
    if (done.ended !== 'whole' || done.imported !== RUNS) throw new Error(JSON.stringify(done));
  });
  addRow(`${database}, import, json`, { bytes: from.size, seconds, watched });
}

async function cancelExport(database: string, app: App): Promise<void> {
  await anew(app);
  const gone = new AbortController();
  let cancelled = Number.NaN;
  await exportRuns({ kind: 'all' }, 'json', {
    target: toNowhere(),
    signal: gone.signal,
    onProgress: ({ runs }) => {
      if (runs < CANCEL_AT || gone.signal.aborted) return;
      gone.abort();
      cancelled = performance.now();
    },
  }).catch(() => {});
  await addCancel(`${database}, export`, app, cancelled);
}

async function cancelImport(database: string, app: App): Promise<void> {
  await anew(app);
  const gone = new AbortController();
  let cancelled = Number.NaN;
  let isDue = false;
  const send = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    if (isDue && !gone.signal.aborted) {
      // In the middle of the request, which is on its way by then.
      setTimeout(() => {
        gone.abort();
        cancelled = performance.now();
      }, 30);
    }
    return send(input, init);
  };
  try {
    const done = await importRuns(await openAsBlob(file), {
      known: new Set(),
      signal: gone.signal,
      onImported: (imported) => {
        isDue = imported >= CANCEL_AT;
      },
    });
    if (done.ended !== 'cancelled') throw new Error('not cancelled');
  } finally {
    globalThis.fetch = send;
  }
  await addCancel(`${database}, import`, app, cancelled);
}

async function addCancel(what: string, app: App, cancelled: number): Promise<void> {
  const noticed = performance.now() - cancelled;
  const seconds = (noticed + (await untilIdle(app.pid))) / 1000;
  cancels.push(`${what} ${seconds.toFixed(2)} s`);
  console.log(cancels.at(-1));
}

/** A freshly started server that has been used once. */
async function anew(app: App): Promise<void> {
  await app.stop();
  await app.restart();
  await (await fetch('/history')).text();
  await aPage();
}

async function aPage(): Promise<void> {
  const answer = await fetch('/api/runs?limit=50');
  if (!answer.ok) throw new Error(`a page of the history: ${answer.status}`);
  await answer.arrayBuffer();
}

async function toFile(name: string): Promise<SaveTarget> {
  const handle = await open(name, 'w');
  const end = () => handle.close();
  return { write: async (bytes) => void (await handle.write(bytes)), finish: end, abandon: end };
}

function toNowhere(): SaveTarget {
  return { write: async () => {}, finish: async () => {}, abandon: async () => {} };
}

function addRow(
  what: string,
  { bytes, seconds, watched }: { bytes: number; seconds: number; watched: Watched },
): void {
  const { loopDelay, others, idleMb, peakMb } = watched;
  const ms = (value: number) => value.toFixed(0);
  rows.push(
    `| ${what} | ${(bytes / 1e6).toFixed(0)} MB | ${seconds.toFixed(1)} s | ${(bytes / 1e6 / seconds).toFixed(1)} MB/s | ${Math.round(RUNS / seconds).toLocaleString('en')} runs/s | +${peakMb.toFixed(0)} MB on ${idleMb.toFixed(0)} | ${loopDelay.p99}, ${loopDelay.max} ms | ${ms(others.p50)}, ${ms(others.p99)}, ${ms(others.max)} ms |`,
  );
  console.log(rows.at(-1));
}

import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, request } from '@playwright/test';
import { createPostgresDatabase } from '@/lib/platform/db/testing/databases';
import { type PostgresServer, startPostgres } from '@/lib/platform/db/testing/postgres-server';
import { temporaryFolder } from '@/lib/platform/db/testing/temporary-folder';
import { type App, startApp } from './support/app';
import { type Guest, startGuest } from './support/guest';
import { test } from './support/test';

let postgres: PostgresServer;
test.beforeAll(async () => {
  postgres = await startPostgres();
});
test.afterAll(() => postgres.stop());

async function command(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', `scripts/${script}.mjs`, ...args], {
    env: { NODE_ENV: 'production', PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** Tokens per second of the practice model. */
const PACE = 50;

interface Writers {
  /** Prompts of the runs that have ended, in that order. */
  readonly done: readonly string[];
  /** Resolves when so many runs have ended. */
  reached(count: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Runs one completion after the other, two at a time, until told to stop: at most 200, since one user may start 240 in
 * a minute.
 */
function startWriting(guest: Guest): Writers {
  const done: string[] = [];
  const waiting = new Set<{ count: number; resolve: () => void }>();
  let isStopped = false;
  const write = async (writer: number) => {
    for (let at = 0; at < 100 && !isStopped; at += 1) {
      const prompt = `Writer ${writer} writes ${at}`;
      await guest.complete({ prompt, max_tokens: 30 });
      done.push(prompt);
      for (const one of waiting) if (done.length >= one.count) one.resolve();
    }
  };
  const writers = Promise.all([1, 2].map(write));
  return {
    done,
    reached: (count) =>
      Promise.race([
        new Promise<void>((resolve) => {
          if (done.length >= count) resolve();
          else waiting.add({ count, resolve });
        }),
        // A writer that fails must not leave this waiting.
        writers.then(() => {}),
      ]),
    stop: async () => {
      isStopped = true;
      await writers;
    },
  };
}

for (const kind of ['sqlite', 'postgresql'] as const) {
  test(`a backup taken while runs are written restores to a server that is right (${kind})`, async ({
    upstream,
  }) => {
    test.setTimeout(600_000);
    const databases =
      kind === 'sqlite' ? [] : await Promise.all([1, 2].map(() => createPostgresDatabase(postgres.url)));
    const [of, into] = [0, 1].map((at): Record<string, string> => {
      const database = databases[at];
      return database === undefined ? {} : { DATABASE_URL: database.url };
    });
    const folder = await temporaryFolder('playground-restored-');
    const file = path.join(folder, 'while-running.backup');
    const place = { ...into, DATA_DIR: path.join(folder, 'data') };
    const app = await startApp({ env: { ...of }, practicePace: PACE });
    const browser = await request.newContext({ baseURL: app.url });
    let restored: App | undefined;
    try {
      const guest = await startGuest(browser);
      const connectionId = await guest.addConnection({
        name: 'Mine',
        baseUrl: upstream.url,
        key: 'sk-to-be-restored',
      });
      const writers = startWriting(guest);
      await writers.reached(12);
      const before = [...writers.done];
      const [backup] = await Promise.all([
        command('backup', ['--to', file], { ...of, DATA_DIR: app.dataDir }),
        writers.reached(before.length + 6),
      ]);
      expect(backup).toMatchObject({ code: 0, output: expect.stringContaining('Backed up') });
      await writers.stop();
      // The server was not disturbed: every run ended, which `complete` checks.
      expect(writers.done.length).toBeGreaterThanOrEqual(18);

      const restore = await command('restore', ['--from', file], place);
      expect(restore).toMatchObject({ code: 0, output: expect.stringContaining('all verified') });
      restored = await startApp({ env: place });
      const health = await (await fetch(`${restored.url}/api/health`)).json();
      expect(health).toMatchObject({ status: 'ok', database: kind });

      // The session goes on: the secrets were restored, too.
      const runs: { id: string; status: string; promptPreview: string }[] = [];
      for (let before: string | null = ''; before !== null; ) {
        const query: string = before === '' ? '' : `&before=${encodeURIComponent(before)}`;
        const page = await (await browser.get(`${restored.url}/api/runs?limit=100${query}`)).json();
        runs.push(...page.runs);
        before = page.next;
      }
      const prompts = runs.map((run) => run.promptPreview);
      expect(prompts).toEqual(expect.arrayContaining(before));
      for (const { id, status, promptPreview } of runs) {
        // At the moment of the backup a run was at its end or under way; the restored server ended the latter.
        expect(['complete', 'interrupted'], promptPreview).toContain(status);
        const detail = await (await browser.get(`${restored.url}/api/runs/${id}`)).json();
        if (status === 'complete') expect(JSON.stringify(detail)).toMatch(/"finishReason":"(length|stop)"/);
      }
      const found = await (
        await browser.get(`${restored.url}/api/runs?q=${encodeURIComponent('"Writer 1 writes 0"')}`)
      ).json();
      expect(found.runs.map((run: { promptPreview: string }) => run.promptPreview)).toEqual([
        'Writer 1 writes 0',
      ]);

      // The stored key opens.
      await browser.post(`${restored.url}/api/runs`, {
        data: {
          idempotencyKey: crypto.randomUUID(),
          connectionId,
          request: { model: 'test-model', prompt: 'With the stored key' },
        },
      });
      expect((await upstream.received(1)).headers.authorization).toBe('Bearer sk-to-be-restored');

      await restored.stop();
      const recount = await command('storage-recount', [], place);
      expect(recount).toMatchObject({ code: 0, output: expect.stringContaining('Corrected totals: 0.') });
    } finally {
      await restored?.dispose();
      await app.dispose();
      await browser.dispose();
      for (const database of databases) await database.drop();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

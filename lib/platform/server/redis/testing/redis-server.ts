import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { freePort } from '@/lib/platform/db/testing/free-port';
import { temporaryFolder } from '@/lib/platform/db/testing/temporary-folder';

/** A Redis for tests. What it has is lost when it is killed, as with many real ones. */
export interface RedisServer {
  readonly url: string;
  /** Whether it can be killed and paused: not one of `TEST_REDIS_URL`. */
  readonly isOurs: boolean;
  /** Of its current process; 0 when it is not ours. */
  readonly pid: number;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  /** It keeps its connections and says nothing, until `resume`. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const PROGRAMS = ['redis-server', 'valkey-server'];
const READY_WITHIN_MS = 30_000;

/**
 * A real one: that of `TEST_REDIS_URL` (its keys are deleted first), or the system's `redis-server` or
 * `valkey-server` on a free port of this machine, in a folder of its own.
 */
export async function startRedis(): Promise<RedisServer> {
  const given = process.env.TEST_REDIS_URL;
  if (given) {
    await command(given, ['FLUSHDB']);
    const notOurs = () => {
      throw new Error('A Redis of TEST_REDIS_URL is not for killing.');
    };
    return {
      url: given,
      isOurs: false,
      pid: 0,
      kill: notOurs,
      restart: notOurs,
      pause: notOurs,
      resume: notOurs,
      stop: async () => {},
    };
  }
  const folder = await temporaryFolder('playground-redis-');
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const program = await installed();
  let server: ChildProcess;
  const start = async () => {
    server = spawn(program, [...options, '--dir', folder], { stdio: 'ignore' });
    const killed = server;
    const killWithUs = () => killed.kill('SIGKILL');
    process.once('exit', killWithUs);
    server.once('exit', () => process.off('exit', killWithUs));
    await ready(url);
  };
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url,
    isOurs: true,
    get pid() {
      return server.pid ?? 0;
    },
    kill,
    restart: start,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One command, by a connection of its own. */
export async function command(url: string, args: readonly string[]): Promise<unknown> {
  const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.sendCommand([...args]);
  } finally {
    client.destroy();
  }
}

async function installed(): Promise<string> {
  for (const program of PROGRAMS) {
    const found = await new Promise<boolean>((resolve) => {
      const tried = spawn(program, ['--version'], { stdio: 'ignore' });
      tried.once('error', () => resolve(false));
      tried.once('exit', (code) => resolve(code === 0));
    });
    if (found) return program;
  }
  throw new Error(
    'The tests need Redis 6.2 or later, or Valkey. Install redis-server, or set TEST_REDIS_URL to one for tests.',
  );
}

async function ready(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await command(url, ['PING']);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(20);
    }
  }
}

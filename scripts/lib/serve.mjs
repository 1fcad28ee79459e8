import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { browserAddress, listenAddress, refuseTakenPort } from './address.mjs';
import { build, isBuilt, requireBuild } from './build.mjs';
import { ensureSecrets, loadEnvFiles, prepareDataFolder, refuseLittleSpace } from './configuration.mjs';
import { generateClients } from './generate.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT } from './project.mjs';
import { runPackage } from './run-command.mjs';
import { PlainError, say } from './say.mjs';

/**
 * From a bare clone to a running server, with Node and npm alone: imports nothing from node_modules before it
 * is installed.
 *
 * @param {'production' | 'development'} mode
 * @param {{ isBuilt?: boolean }} [options] `isBuilt`: installs and builds nothing, and writes nothing outside of the
 *   data folder; for an image, whose packages lack the compiler
 */
export async function serve(mode, { isBuilt: isPrebuilt = false } = {}) {
  if (isPrebuilt) requireBuild();
  else {
    refuseLittleSpace(ROOT, 100, 'this folder');
    await ensureInstalled(say);
  }
  // Next, the database code and relative paths in variables all start from here.
  process.chdir(ROOT);
  loadEnvFiles(mode);
  const address = listenAddress();
  await refuseTakenPort(address);
  prepareDataFolder();
  ensureSecrets(say);
  if (!isPrebuilt) {
    await generateClients(say);
    if (mode === 'production' && !isBuilt()) {
      await refuseBadVariables();
      await build(say);
    }
  }

  say('Starting the server');
  // NODE_ENV decides which React is loaded, so it must be set before the first import of Next.
  Object.assign(process.env, {
    NODE_ENV: mode,
    HOST: address.host,
    PORT: String(address.port),
    NEXT_TELEMETRY_DISABLED: '1',
    // On SIGTERM the server's own handler saves the live runs, then ends the process. Next's handler would
    // end it during the save.
    ...(mode === 'production' && { NEXT_MANUAL_SIG_HANDLE: '1' }),
  });
  leaveWithParent();
  await startNext(mode, address);
  await announceWhenReady(address);
}

/**
 * Checks the whole configuration by the server's own rules before a minute is spent on building. In a process
 * of its own, since tsx keeps a helper running. A start without a build leaves the check to the server.
 */
async function refuseBadVariables() {
  const { code, output } = await runPackage('tsx/dist/cli.mjs', ['scripts/lib/check-environment.ts'], {
    quiet: true,
  });
  if (code !== 0) throw new PlainError(output.trim());
}

/**
 * Runs Next's own command in THIS process, not in a child: one process holds the port, so that whatever ends
 * it, `kill -9` included, frees the port, and signals need no forwarding.
 *
 * @param {'production' | 'development'} mode
 * @param {{ host: string, port: number }} address
 */
async function startNext(mode, { host, port }) {
  const command = mode === 'production' ? 'start' : 'dev';
  process.argv = [process.argv[0] ?? 'node', 'next', command, '-H', host, '-p', String(port)];
  await import('next/dist/bin/next');
}

/**
 * `npm start` runs this process as a child of npm, which cannot pass a `kill -9` on. When the parent dies, a
 * process gets another parent: then this one ends as after SIGTERM.
 */
function leaveWithParent() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const before = parents();
  const timer = setInterval(() => {
    if (parents() === before) return;
    clearInterval(timer);
    // npm passes a signal on before it ends. A second one would end the server before its runs are saved.
    if (!isClosing()) process.kill(process.pid, 'SIGTERM');
  }, 250);
  timer.unref();
}

/** What the server says about itself (lib/runs/server/closing.ts). */
function isClosing() {
  return Reflect.get(globalThis, Symbol.for('completions-playground.closing'))?.closing === true;
}

/** The parent process, and npm itself when that parent is only npm's shell. */
function parents() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const [, shell, , parent] = /^\d+ \((?:(sh|dash|bash|ash|zsh)|.*)\) (\S) (\d+)/.exec(stat) ?? [];
    return shell === undefined ? `${process.ppid}` : `${process.ppid} ${parent}`;
  } catch {
    return `${process.ppid}`;
  }
}

const READY_WITHIN_MS = 60_000;

/** @param {{ host: string, port: number }} address */
async function announceWhenReady(address) {
  const url = browserAddress(address);
  const { host } = address;
  // The host in `url` may resolve to another address family than the one listened on.
  const local =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      const health = await fetch(`http://${local}:${address.port}/api/health`);
      if (health.ok) break;
      if (Date.now() > deadline) throw new PlainError(`The server isn't healthy: ${await health.text()}`);
    } catch (error) {
      if (error instanceof PlainError) throw error;
      if (Date.now() > deadline) throw new PlainError("The server isn't responding.");
    }
    await setTimeout(100);
  }
  say(`Ready: ${url}`);
}

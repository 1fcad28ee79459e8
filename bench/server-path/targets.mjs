// The servers under test. Each has a process to measure and builds its own requests.
import { fork, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const HERE = import.meta.dirname;
const ROOT = path.join(HERE, '..', '..');
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'text/event-stream' };
/** A user may by default have 8 open runs and start 240 a minute, so the load is spread over guests. */
const GUESTS = 20;

function completion({ tokens, pace }) {
  return { model: 'bench', prompt: 'Once upon a time', stream: true, max_tokens: tokens, user: String(pace) };
}

export async function startEmitter() {
  const child = fork(path.join(HERE, 'emitter.mjs'));
  const port = await portOf(child);
  return { child, url: `http://127.0.0.1:${port}` };
}

function plain(name, child, url, headers = {}) {
  return {
    name,
    child,
    requestOf: (load) => () => ({
      url: `${url}/v1/completions`,
      headers: { ...JSON_HEADERS, authorization: 'Bearer sk-bench', ...headers },
      body: JSON.stringify(completion(load)),
    }),
    stop: () => child?.kill('SIGKILL'),
  };
}

export function direct(emitter) {
  return { ...plain('direct', null, emitter.url), stop: () => undefined };
}

export async function barePipe(emitter) {
  const child = fork(path.join(HERE, 'pipe.mjs'), [emitter.url]);
  return plain('bare node:http pipe', child, `http://127.0.0.1:${await portOf(child)}`);
}

export async function portkey(emitter) {
  const port = await freePort();
  const script = path.join(ROOT, 'bench/node_modules/@portkey-ai/gateway/build/start-server.js');
  const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answers(url);
  const headers = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${emitter.url}/v1` };
  return plain('Portkey 1.15.2', child, url, headers);
}

/**
 * The whole app as `npm start` runs it: sessions, sealed keys, runs recorded in SQLite, log on.
 *
 * @param {Record<string, string>} [env] more variables
 */
export async function playground(emitter, env = {}) {
  const port = await freePort();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'playground-bench-'));
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      // Guests get half of all, and all of these are guests of one address.
      MAX_OPEN_RUNS: '4000',
      MAX_OPEN_RUNS_PER_ADDRESS: '2000',
      MAX_OPEN_RUNS_PER_USER: '200',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://localhost:${port}`;
  await answers(`${url}/api/health`);
  const guests = [];
  for (let index = 0; index < GUESTS; index += 1) guests.push(await startGuest(url, emitter));
  return {
    name: 'Completions Playground',
    child,
    url,
    requestOf: (load) => (index) => {
      const { cookie, connectionId } = guests[index % GUESTS];
      const body = { idempotencyKey: randomUUID(), connectionId, request: completion(load) };
      return {
        url: `http://127.0.0.1:${port}/api/runs`,
        headers: { ...JSON_HEADERS, host: `localhost:${port}`, cookie },
        body: JSON.stringify(body),
      };
    },
    stop: () => {
      child.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function startGuest(url, emitter) {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const signedIn = await fetch(`${url}/api/auth/callback/guest`, {
    method: 'POST',
    headers: { cookie: cookieOf(csrf) },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
  const cookie = cookieOf(signedIn);
  const added = await fetch(`${url}/api/connections`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Bench',
      kind: 'custom',
      baseUrl: emitter.url,
      key: 'sk-bench-0123456789',
      isDefault: true,
    }),
  });
  if (added.status !== 201) throw new Error(`No connection could be added: ${await added.text()}`);
  return { cookie, connectionId: (await added.json()).id };
}

function cookieOf(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function portOf(child) {
  return new Promise((resolve) => child.once('message', ({ port }) => resolve(port)));
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url) {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    if (await fetch(url).catch(() => null)) return;
    await wait(100);
  }
  throw new Error(`${url} does not answer.`);
}

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadEnv } from '@/lib/platform/env/env';
import { readDockerfile } from '../e2e/support/dockerfile';

/** The files that people deploy with are checked for their form, since Docker and proxies are not everywhere. */

interface Service {
  image?: string;
  build?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: string[] | Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  ports?: string[];
  command?: string;
  stop_grace_period?: string;
}

const compose = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};
const services = Object.entries(compose.services);
const servers = services.filter(([, { build }]) => build !== undefined);
const docs = readFileSync('docs/deploy.md', 'utf8');

/** The names in the README's table of variables. */
const variables = new Set(
  readFileSync('README.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| `[A-Z]/.test(line))
    .flatMap((line) =>
      [...(line.split('|')[1] ?? '').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name),
    ),
);

/** What Compose does with `${NAME:-default}` and `${NAME:?message}`. */
function interpolated(text: string, values: Record<string, string>): string {
  return String(text).replace(/\$\{([A-Z_0-9]+)(?::([-?])([^}]*))?\}/g, (_, name, kind, rest) => {
    if (values[name]) return values[name];
    if (kind === '-') return rest;
    throw new Error(`${name} must be set.`);
  });
}

const DOT_ENV = {
  SITE_ADDRESS: 'play.example.org',
  POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
  VALKEY_PASSWORD: randomBytes(24).toString('hex'),
  NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};

describe('compose.yaml', () => {
  it('names everything that it uses', () => {
    for (const [name, service] of services) {
      expect(service.image, name).toMatch(/^[a-z][a-z0-9-/]*(:[\w.-]+)?$/);
      for (const volume of service.volumes ?? []) {
        const [from = '', to = ''] = volume.split(':');
        expect(to, volume).toMatch(/^\//);
        if (from.startsWith('./')) expect(existsSync(from), volume).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(from);
      }
      const needed = Array.isArray(service.depends_on)
        ? service.depends_on
        : Object.keys(service.depends_on ?? {});
      for (const other of needed) expect(Object.keys(compose.services)).toContain(other);
    }
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]));
    expect(Object.keys(compose.volumes).filter((volume) => !used.includes(volume))).toEqual([]);
  });

  it('waits for what has a health check', () => {
    for (const [name, { depends_on: needed }] of services) {
      if (needed === undefined || Array.isArray(needed)) continue;
      for (const [other, { condition }] of Object.entries(needed)) {
        expect(condition, name).toBe('service_healthy');
        expect(compose.services[other]?.healthcheck?.test[0], other).toMatch(/^CMD/);
      }
    }
  });

  it('runs two servers alike, with a configuration that they start with', () => {
    expect(servers.map(([name]) => name)).toEqual(['app-1', 'app-2']);
    expect(servers[0]?.[1]).toEqual(servers[1]?.[1]);
    const environment = servers[0]?.[1].environment ?? {};
    expect(Object.keys(environment).filter((name) => !variables.has(name))).toEqual([]);
    const values = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, interpolated(value, DOT_ENV)]),
    );
    expect(loadEnv(values)).toMatchObject({
      databaseKind: 'postgresql',
      nextAuthUrl: 'https://play.example.org',
      trustProxy: true,
    });
    // The same address, user and password on both ends.
    const { POSTGRES_USER, POSTGRES_DB } = compose.services.postgres?.environment ?? {};
    const { username, password, hostname, pathname } = new URL(values.DATABASE_URL ?? '');
    expect([username, password, hostname, pathname]).toEqual([
      POSTGRES_USER,
      DOT_ENV.POSTGRES_PASSWORD,
      'postgres',
      `/${POSTGRES_DB}`,
    ]);
    const redis = new URL(values.REDIS_URL ?? '');
    expect([redis.password, redis.hostname]).toEqual([DOT_ENV.VALKEY_PASSWORD, 'valkey']);
    const { command, environment: own } = compose.services.valkey ?? {};
    expect(interpolated(command ?? '', DOT_ENV)).toContain(`--requirepass ${DOT_ENV.VALKEY_PASSWORD}`);
    expect(interpolated(own?.REDISCLI_AUTH ?? '', DOT_ENV)).toBe(DOT_ENV.VALKEY_PASSWORD);
  });

  it('does not start without its secrets', () => {
    const environment = servers[0]?.[1].environment ?? {};
    for (const name of Object.keys(DOT_ENV)) {
      const without = { ...DOT_ENV, [name]: '' };
      const all = () => Object.values(environment).map((value) => interpolated(value, without));
      expect(all, name).toThrow(`${name} must be set.`);
    }
  });

  it('gives live runs the time to end, and lets only the proxy out', () => {
    for (const [name, { stop_grace_period: grace }] of servers) {
      expect(Number.parseInt(grace ?? '', 10), name).toBeGreaterThan(30);
    }
    expect(services.filter(([, { ports }]) => ports !== undefined).map(([name]) => name)).toEqual(['caddy']);
  });
});

describe('Caddyfile', () => {
  const caddyfile = readFileSync('Caddyfile', 'utf8');

  it('passes requests to the servers of compose.yaml, at the port of the image', () => {
    const upstreams = /reverse_proxy ([^{]+)\{/.exec(caddyfile)?.[1]?.trim().split(' ');
    const image = readDockerfile(readFileSync('Dockerfile', 'utf8')).at(-1);
    const env = image?.instructions.find(({ name }) => name === 'ENV')?.text;
    const port = /\bPORT=(\d+)/.exec(env ?? '')?.[1];
    expect(upstreams).toEqual(servers.map(([name]) => `${name}:${port}`));
    expect(caddyfile).toContain('flush_interval -1');
  });
});

describe('Dockerfile', () => {
  const stages = readDockerfile(readFileSync('Dockerfile', 'utf8'));

  it('builds every stage on a Node that the app runs on', () => {
    for (const { base } of stages) {
      expect(Number(/^node:(\d+)-/.exec(base)?.[1])).toBeGreaterThanOrEqual(22);
    }
    expect(new Set(stages.map(({ base }) => base)).size).toBe(1);
  });

  it('ends as another user than root, with a health check, and without a build at the start', () => {
    const last = new Map(stages.at(-1)?.instructions.map(({ name, text }) => [name, text]));
    expect(last.get('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(last.get('HEALTHCHECK')).toContain('/api/health/live');
    expect(last.get('CMD')).toBe('["node", "scripts/start.mjs", "built"]');
    const env = Object.fromEntries((last.get('ENV') ?? '').split(' ').map((pair) => pair.split('=')));
    const known = (name: string) =>
      variables.has(name) || ['NODE_ENV', 'NEXT_TELEMETRY_DISABLED'].includes(name);
    expect(Object.keys(env).filter((name) => !known(name))).toEqual([]);
  });

  it('lets no data and no secret into the build', () => {
    const lines = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(lines).toContain('*');
    const named = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    for (const name of ['data', '.env', '.env.local', '.git', 'node_modules', '.next']) {
      expect(named).not.toContain(name);
    }
    expect(named.filter((name) => !existsSync(name))).toEqual([]);
  });
});

/** The fenced blocks of the page, by language. */
function snippets(language: string): string[] {
  return [...docs.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'playground-deploy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function isInstalled(program: string, ...args: string[]): boolean {
  return spawnSync(program, args).error === undefined;
}

function run(program: string, args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, ...env },
  });
  return { status, output: stdout + stderr };
}

describe('docs/deploy.md', () => {
  it('has snippets for each, and variables that exist', () => {
    expect(['caddy', 'nginx', 'ini'].map((language) => snippets(language).length)).toEqual([1, 1, 1]);
    const ofMove = readFileSync('scripts/move-database.mjs', 'utf8').match(/\bMOVE_\w+/g) ?? [];
    const others = ['DRAIN_SECONDS', 'NODE_ENV', 'SIGTERM', 'CREATE', 'OLD', 'NEW', 'NODE_EXTRA_CA_CERTS'];
    const known = new Set([...variables, ...ofMove, ...others]);
    const named = [...docs.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...docs.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(named).toEqual(
      expect.arrayContaining(['backup', 'restore', 'move-database', 'keys:rewrap', 'build']),
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.skipIf(!isInstalled('caddy', 'version'))('has a Caddyfile that Caddy takes', () => {
    const files = [write('Caddyfile', snippets('caddy').join('\n')), path.resolve('Caddyfile')];
    for (const file of files) {
      const args = ['validate', '--adapter', 'caddyfile', '--config', file];
      expect(run('caddy', args, { SITE_ADDRESS: 'play.example.org' })).toMatchObject({
        status: 0,
        output: expect.stringContaining('Valid configuration'),
      });
    }
  });

  it.skipIf(!isInstalled('nginx', '-v'))('has a configuration that nginx takes', () => {
    const certificate = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=x'];
    const [key, pem] = [path.join(folder, 'key'), path.join(folder, 'pem')];
    expect(run('openssl', [...certificate, '-keyout', key, '-out', pem]).status).toBe(0);
    const server = snippets('nginx')
      .join('\n')
      .replace('/etc/ssl/play.example.org.pem', pem)
      .replace('/etc/ssl/play.example.org.key', key);
    const whole = `pid ${folder}/pid; error_log stderr; events {} http { access_log off;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi; ${server} }`;
    const found = run('nginx', ['-t', '-p', folder, '-c', write('nginx.conf', whole)]);
    expect(found).toMatchObject({ status: 0, output: expect.stringContaining('test is successful') });
  });

  it.skipIf(!isInstalled('systemd-analyze', '--version'))('has a unit that systemd takes', () => {
    // The working folder and the user of the page are not on this machine.
    const unit = (snippets('ini')[0] ?? '')
      .replace('/opt/completions-playground', folder)
      .replace('User=playground', 'User=root')
      .replace('/usr/bin/node', process.execPath);
    const found = run('systemd-analyze', ['verify', write('completions-playground.service', unit)]);
    expect(found.output).not.toMatch(/Unknown|Invalid|Failed to parse|ignoring/i);
    expect(found.status).toBe(0);
  });
});

it('package.json, the start script, the README and docs/deploy.md name the same versions of Node', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  const least = engines.node.replace('>=', '');
  expect(readFileSync('scripts/lib/node-version.mjs', 'utf8')).toContain(
    `Node ${least} or later is required.`,
  );
  const tried = [readFileSync('README.md', 'utf8'), docs].map((text) => {
    expect(text).toMatch(new RegExp(`Node\\.js[^ ]* ${least.replace('.', '\\.')} or later`));
    return /tried with ([\d, ]+ and \d+)/i.exec(text)?.[1] ?? '';
  });
  expect(new Set(tried).size).toBe(1);
  const versions = tried[0]?.match(/\d+/g) ?? [];
  expect(versions[0]).toBe(least.split('.')[0]);
  for (const [, image] of readFileSync('Dockerfile', 'utf8').matchAll(/^FROM node:(\d+)/gm)) {
    expect(versions).toContain(image);
  }
});

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvError, loadEnv } from './env';

const KEY = Buffer.alloc(32, 7).toString('base64');
const MINIMUM = { NEXTAUTH_SECRET: 's'.repeat(32), ENCRYPTION_KEYS: `k1:${KEY}` };

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    loadEnv({ ...MINIMUM, ...source });
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadEnv', () => {
  it('needs only the two secrets', () => {
    const env = loadEnv(MINIMUM);
    expect(env).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseKind: 'sqlite',
      databaseUrl: `file:${path.resolve('data', 'playground.db')}`,
      dataDir: path.resolve('data'),
      nextAuthUrl: 'http://localhost:3000',
      signUp: 'open',
      allowGuests: true,
      allowPrivateUpstreams: true,
      practiceTokensPerSecond: 40,
      maxOpenRunsPerUser: 8,
      maxOpenRuns: 500,
      guestQuotaBytes: 100_000_000,
      accountQuotaBytes: 2_000_000_000,
      guestAddressBytesPerDay: 1_000_000_000,
      keepGuestsDays: 30,
      minFreeDiskBytes: 200_000_000,
      runQueueMs: 30_000,
      corsOrigins: '*',
      trustProxy: false,
      logLevel: 'info',
      oauth: {},
    });
    expect(env.encryptionKeys).toEqual([{ kid: 'k1', key: new Uint8Array(32).fill(7) }]);
    expect(env.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('treats an empty variable as absent', () => {
    expect(loadEnv({ ...MINIMUM, PORT: '', R9S_API_KEY: ' ' })).toMatchObject({
      port: 3000,
      r9sApiKey: undefined,
    });
  });

  it('takes 0 as no limit of what is stored, and no other number that is none', () => {
    const open = {
      GUEST_QUOTA_MB: '0',
      ACCOUNT_QUOTA_MB: '0',
      GUEST_ADDRESS_MB_PER_DAY: '0',
      KEEP_GUESTS_DAYS: '0',
    };
    expect(loadEnv({ ...MINIMUM, ...open, MIN_FREE_DISK_MB: '0' })).toMatchObject({
      guestQuotaBytes: null,
      accountQuotaBytes: null,
      guestAddressBytesPerDay: null,
      keepGuestsDays: null,
      minFreeDiskBytes: 0,
    });
    for (const name of [...Object.keys(open), 'MIN_FREE_DISK_MB']) {
      for (const value of ['-1', '1.5', 'much', '1e3']) {
        expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(name)]);
      }
    }
  });

  it('drains for half a minute, or as long as it is told; a token for metrics is not a short word', () => {
    expect(loadEnv(MINIMUM)).toMatchObject({ drainSeconds: 30, metricsToken: undefined });
    const given = { DRAIN_SECONDS: '0', METRICS_TOKEN: 'sixteen-letters!' };
    expect(loadEnv({ ...MINIMUM, ...given })).toMatchObject({
      drainSeconds: 0,
      metricsToken: 'sixteen-letters!',
    });
    for (const bad of ['-1', '3601', 'long']) {
      expect(problemsOf({ DRAIN_SECONDS: bad })).toEqual([expect.stringContaining('DRAIN_SECONDS')]);
    }
    for (const bad of ['short', 'with a space in between', 'with-ümlauts-in-it']) {
      expect(problemsOf({ METRICS_TOKEN: bad })).toEqual([expect.stringContaining('METRICS_TOKEN')]);
    }
  });

  it('closes private upstreams when others can reach the server, unless configured otherwise', () => {
    expect(loadEnv({ ...MINIMUM, HOST: '0.0.0.0' }).allowPrivateUpstreams).toBe(false);
    expect(loadEnv({ ...MINIMUM, HOST: '::1' }).allowPrivateUpstreams).toBe(true);
    // A proxy on the same machine stands before it.
    expect(loadEnv({ ...MINIMUM, TRUST_PROXY: 'true' }).allowPrivateUpstreams).toBe(false);
    for (const [url, allowed] of [
      ['https://play.example', false],
      ['https://10.0.0.7', false],
      ['http://localhost:3000', true],
      ['http://127.0.0.1:3000', true],
    ] as const) {
      expect(loadEnv({ ...MINIMUM, NEXTAUTH_URL: url }).allowPrivateUpstreams).toBe(allowed);
    }
    const emitted = { ...MINIMUM, HOST: '0.0.0.0', ALLOW_PRIVATE_UPSTREAMS: '1' };
    expect(loadEnv(emitted).allowPrivateUpstreams).toBe(true);
  });

  it('knows the database by its address', () => {
    const postgres = 'postgresql://me:secret@db.example/app';
    expect(loadEnv({ ...MINIMUM, DATABASE_URL: postgres })).toMatchObject({
      databaseKind: 'postgresql',
      databaseUrl: postgres,
    });
    expect(loadEnv({ ...MINIMUM, DATABASE_URL: 'file:./x.db' }).databaseUrl).toBe(
      `file:${path.resolve('x.db')}`,
    );
    expect(loadEnv({ ...MINIMUM, DATABASE_URL: 'file:///tmp/x.db' }).databaseUrl).toBe('file:/tmp/x.db');
  });

  it('knows a Redis by its address, with TLS or without', () => {
    expect(loadEnv(MINIMUM).redisUrl).toBeUndefined();
    for (const url of [
      'redis://127.0.0.1:6379',
      'rediss://user:pass@redis.example/2',
      'redis://:p%40ss@[::1]:7000/',
      'redis://valkey',
    ]) {
      expect(loadEnv({ ...MINIMUM, REDIS_URL: url }).redisUrl).toBe(url);
    }
    for (const url of [
      '127.0.0.1:6379',
      'http://hunter2@redis',
      'redis://',
      'redis://:hunter2@host/zero',
      'redis://:hunter2@host/0?x=1',
      'redis://:hunter2@host:port',
      'redis://:hunter2%@host',
      'redis://hunter2%zz:x@host',
    ]) {
      const problems = problemsOf({ REDIS_URL: url });
      expect(problems.filter((problem) => problem.startsWith('REDIS_URL'))).toHaveLength(1);
      expect(problems.join()).not.toContain('hunter2');
    }
  });

  it('names every bad variable at once, and no value', () => {
    const problems = problemsOf({
      PORT: '99999',
      DATABASE_URL: 'mysql://root:hunter2@db',
      NEXTAUTH_SECRET: 'hunter2',
      ENCRYPTION_KEYS: 'k1:aHVudGVyMg==',
      SIGN_UP: 'perhaps',
      ALLOW_GUESTS: 'maybe',
      R9S_BASE_URL: 'api.r9s.ai',
    });
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'NEXTAUTH_SECRET',
      'ENCRYPTION_KEYS',
      'SIGN_UP',
      'ALLOW_GUESTS',
      'R9S_BASE_URL',
    ]) {
      expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
    }
    expect(problems.join()).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  it('gives guests of one address four times the slots of one person, unless configured otherwise', () => {
    expect(loadEnv(MINIMUM).maxOpenRunsPerAddress).toBe(32);
    expect(loadEnv({ ...MINIMUM, MAX_OPEN_RUNS_PER_USER: '20' }).maxOpenRunsPerAddress).toBe(80);
    expect(loadEnv({ ...MINIMUM, MAX_OPEN_RUNS_PER_ADDRESS: '5' }).maxOpenRunsPerAddress).toBe(5);
    expect(problemsOf({ MAX_OPEN_RUNS_PER_ADDRESS: '0' })[0]).toMatch(/^MAX_OPEN_RUNS_PER_ADDRESS /);
  });

  it('takes no key that a header cannot carry, and no address with a password', () => {
    expect(problemsOf({ R9S_API_KEY: 'sk-clé' })[0]).toMatch(/^R9S_API_KEY /);
    expect(problemsOf({ R9S_API_KEY: 'sk-a\nb' })[0]).toMatch(/^R9S_API_KEY /);
    expect(problemsOf({ R9S_BASE_URL: 'https://me:canary@example.com' })[0]).toMatch(/^R9S_BASE_URL /);
    expect(problemsOf({ R9S_API_KEY: 'Bearer sk-1', R9S_BASE_URL: 'https://example.com/v1/@x' })).toEqual([]);
  });

  it.each([
    ['*', '*'],
    ['none', []],
    ['', []],
    [' ', []],
    ['https://App.example:443, http://localhost:5173', ['https://app.example', 'http://localhost:5173']],
    ['tauri://localhost app://obsidian.md', ['tauri://localhost', 'app://obsidian.md']],
  ])('reads CORS_ORIGINS=%s', (value, origins) => {
    expect(loadEnv({ ...MINIMUM, CORS_ORIGINS: value }).corsOrigins).toEqual(origins);
  });

  it.each([
    'https://app.example/path',
    'app.example',
    '*, https://a.example',
    'https://me@a.example',
    'null',
  ])('refuses CORS_ORIGINS=%s', (value) => {
    expect(problemsOf({ CORS_ORIGINS: value })).toEqual([expect.stringMatching(/^CORS_ORIGINS must be /)]);
  });

  it('says which secret is missing', () => {
    expect(() => loadEnv({ ENCRYPTION_KEYS: MINIMUM.ENCRYPTION_KEYS })).toThrow(/NEXTAUTH_SECRET is missing/);
    expect(() => loadEnv({ NEXTAUTH_SECRET: MINIMUM.NEXTAUTH_SECRET })).toThrow(/ENCRYPTION_KEYS is missing/);
  });

  it('reads several encryption keys in order and refuses a name twice', () => {
    const two = loadEnv({ ...MINIMUM, ENCRYPTION_KEYS: `new:${KEY}, old:${KEY}` });
    expect(two.encryptionKeys.map(({ kid }) => kid)).toEqual(['new', 'old']);
    expect(problemsOf({ ENCRYPTION_KEYS: `a:${KEY},a:${KEY}` })).toEqual(['ENCRYPTION_KEYS lists a twice.']);
  });

  it('wants sign-in providers whole', () => {
    expect(problemsOf({ GITHUB_ID: 'x' })).toEqual([
      'GITHUB_SECRET must also be set: GITHUB_ID, GITHUB_SECRET are required together.',
    ]);
    const env = loadEnv({
      ...MINIMUM,
      OIDC_ID: 'i',
      OIDC_SECRET: 's',
      OIDC_ISSUER: 'https://id.example',
      OIDC_LABEL: 'Example',
    });
    expect(env.oauth).toEqual({
      oidc: { id: 'i', secret: 's', issuer: 'https://id.example', label: 'Example' },
    });
  });
});

it('looks for servers at their usual ports, or at those that are named', () => {
  expect(loadEnv(MINIMUM).localServerPorts).toEqual([11434, 8080, 8000, 30000, 1234, 5001, 5000]);
  expect(loadEnv({ ...MINIMUM, LOCAL_SERVER_PORTS: '8081,8081,9000' }).localServerPorts).toEqual([
    8081, 9000,
  ]);
  for (const value of ['0', '70000', 'a', '1,', '1, 2']) {
    expect(() => loadEnv({ ...MINIMUM, LOCAL_SERVER_PORTS: value })).toThrow(/LOCAL_SERVER_PORTS must be/);
  }
});

import path from 'node:path';
import { z } from 'zod';
import packageJson from '@/package.json';
import {
  booleanVariable,
  choiceVariable,
  integerVariable,
  isLoopbackHost,
  optionalIntegerVariable,
  parseCorsOrigins,
  parseEncryptionKeys,
  portsVariable,
  redisUrlVariable,
  textVariable,
  urlVariable,
} from './variables';

export interface EncryptionKey {
  readonly kid: string;
  /** 32 bytes. */
  readonly key: Uint8Array<ArrayBuffer>;
}

/** The environment is wrong or incomplete; `problems` are sentences that each name their variable. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Invalid configuration.\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Of Ollama, llama.cpp, vLLM, SGLang, LM Studio, KoboldCpp; TabbyAPI and text-generation-webui share the last. */
const USUAL_PORTS = [11434, 8080, 8000, 30000, 1234, 5001, 5000];

const variablesSchema = z.object({
  PORT: integerVariable('PORT', { min: 1, max: 65_535, fallback: 3000 }),
  HOST: textVariable().default('127.0.0.1'),
  DATABASE_URL: textVariable()
    .refine((url) => /^(file:.|postgres(ql)?:\/\/)/.test(url), {
      error: 'DATABASE_URL must start with file: or postgresql://.',
    })
    .optional(),
  DATA_DIR: textVariable().default('./data'),
  REDIS_URL: redisUrlVariable('REDIS_URL'),
  NEXTAUTH_URL: urlVariable('NEXTAUTH_URL'),
  NEXTAUTH_SECRET: textVariable('NEXTAUTH_SECRET is missing. Create one with: openssl rand -base64 32').min(
    32,
    {
      error: 'NEXTAUTH_SECRET must have at least 32 characters. Create one with: openssl rand -base64 32',
    },
  ),
  ENCRYPTION_KEYS: textVariable(
    'ENCRYPTION_KEYS is missing. It is a list of kid:base64. Create a key with: openssl rand -base64 32',
  ).transform(parseEncryptionKeys),
  SIGN_UP: choiceVariable('SIGN_UP', ['open', 'closed']),
  ALLOW_GUESTS: booleanVariable('ALLOW_GUESTS').default(true),
  ALLOW_PRIVATE_UPSTREAMS: booleanVariable('ALLOW_PRIVATE_UPSTREAMS').optional(),
  LOCAL_SERVER_PORTS: portsVariable('LOCAL_SERVER_PORTS').default([...USUAL_PORTS]),
  R9S_API_KEY: textVariable()
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)?$/, {
      error: "R9S_API_KEY has characters that can't be sent in a header.",
    })
    .optional(),
  // Every visitor sees this address.
  R9S_BASE_URL: urlVariable('R9S_BASE_URL').refine((value) => !value || !/\/\/[^/?#]*@/.test(value), {
    error: 'R9S_BASE_URL must not contain a user name or password. Put the key in R9S_API_KEY.',
  }),
  R9S_MODEL: textVariable().optional(),
  PRACTICE_TOKENS_PER_SECOND: integerVariable('PRACTICE_TOKENS_PER_SECOND', {
    min: 1,
    max: 10_000,
    fallback: 40,
  }),
  MAX_OPEN_RUNS_PER_USER: integerVariable('MAX_OPEN_RUNS_PER_USER', { min: 1, max: 10_000, fallback: 8 }),
  MAX_OPEN_RUNS_PER_ADDRESS: optionalIntegerVariable('MAX_OPEN_RUNS_PER_ADDRESS', { min: 1, max: 100_000 }),
  MAX_OPEN_RUNS: integerVariable('MAX_OPEN_RUNS', { min: 1, max: 100_000, fallback: 500 }),
  GUEST_QUOTA_MB: integerVariable('GUEST_QUOTA_MB', { min: 0, max: 100_000_000, fallback: 100 }),
  ACCOUNT_QUOTA_MB: integerVariable('ACCOUNT_QUOTA_MB', { min: 0, max: 100_000_000, fallback: 2000 }),
  GUEST_ADDRESS_MB_PER_DAY: integerVariable('GUEST_ADDRESS_MB_PER_DAY', {
    min: 0,
    max: 100_000_000,
    fallback: 1000,
  }),
  KEEP_GUESTS_DAYS: integerVariable('KEEP_GUESTS_DAYS', { min: 0, max: 36_500, fallback: 30 }),
  MIN_FREE_DISK_MB: integerVariable('MIN_FREE_DISK_MB', { min: 0, max: 100_000_000, fallback: 200 }),
  RUN_QUEUE_SECONDS: integerVariable('RUN_QUEUE_SECONDS', { min: 0, max: 600, fallback: 30 }),
  CORS_ORIGINS: textVariable().default('*').transform(parseCorsOrigins),
  TRUST_PROXY: booleanVariable('TRUST_PROXY').default(false),
  DRAIN_SECONDS: integerVariable('DRAIN_SECONDS', { min: 0, max: 3_600, fallback: 30 }),
  METRICS_TOKEN: textVariable()
    .regex(/^[\x21-\x7e]{16,}$/, {
      error:
        'METRICS_TOKEN must have at least 16 characters, without spaces. Create one with: openssl rand -hex 24',
    })
    .optional(),
  LOG_LEVEL: choiceVariable('LOG_LEVEL', ['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent']),
  GITHUB_ID: textVariable().optional(),
  GITHUB_SECRET: textVariable().optional(),
  GOOGLE_ID: textVariable().optional(),
  GOOGLE_SECRET: textVariable().optional(),
  OIDC_ID: textVariable().optional(),
  OIDC_SECRET: textVariable().optional(),
  OIDC_ISSUER: urlVariable('OIDC_ISSUER'),
  OIDC_LABEL: textVariable().default('Single sign-on'),
});
type Variables = z.infer<typeof variablesSchema>;

/** The configuration, typed. Units of times and counts are in the names. */
export interface Env {
  readonly port: number;
  /** The address that the server listens on. */
  readonly host: string;
  /** `file:/absolute/path` or `postgresql://…`. */
  readonly databaseUrl: string;
  readonly databaseKind: 'sqlite' | 'postgresql';
  /** Absolute. */
  readonly dataDir: string;
  /** What several servers share, `redis://` or `rediss://`; it may have a password. Absent: this is the only server. */
  readonly redisUrl: string | undefined;
  /** The address that people use; `http://localhost:PORT` unless set. */
  readonly nextAuthUrl: string;
  /** Whether `NEXTAUTH_URL` was set; if not, the address is taken from each request. */
  readonly hasPublicUrl: boolean;
  readonly nextAuthSecret: string;
  /** The first one encrypts, all can decrypt. Never empty. */
  readonly encryptionKeys: readonly [EncryptionKey, ...EncryptionKey[]];
  readonly signUp: 'open' | 'closed';
  readonly allowGuests: boolean;
  readonly allowPrivateUpstreams: boolean;
  /** Where “Find servers” looks on this machine. */
  readonly localServerPorts: readonly number[];
  readonly r9sApiKey: string | undefined;
  readonly r9sBaseUrl: string | undefined;
  readonly r9sModel: string | undefined;
  readonly practiceTokensPerSecond: number;
  readonly maxOpenRunsPerUser: number;
  /** For guests who come from one address. */
  readonly maxOpenRunsPerAddress: number;
  readonly maxOpenRuns: number;
  /** Bytes that one guest may store; null: no limit. */
  readonly guestQuotaBytes: number | null;
  /** The same for one account. */
  readonly accountQuotaBytes: number | null;
  /** Bytes that all guests of one address together may store in a day; null: no limit. */
  readonly guestAddressBytesPerDay: number | null;
  /** Guests who have not visited for this long are removed; null: never. */
  readonly keepGuestsDays: number | null;
  /** With less free disk than this (SQLite only) nothing new is stored; 0: not checked. */
  readonly minFreeDiskBytes: number;
  /** How long a call of the public API waits for a slot before it is refused; 0: not at all. */
  readonly runQueueMs: number;
  /** Whose pages may call the public API from a browser: every site's, or those of these origins. */
  readonly corsOrigins: '*' | readonly string[];
  /** Whether `X-Forwarded-For` is trusted. */
  readonly trustProxy: boolean;
  /** How long live runs may go on after the process was asked to end. */
  readonly drainSeconds: number;
  /** Reads the metrics from anywhere; absent: they are for this machine only. */
  readonly metricsToken: string | undefined;
  readonly logLevel: string;
  readonly oauth: {
    readonly github?: { readonly id: string; readonly secret: string };
    readonly google?: { readonly id: string; readonly secret: string };
    readonly oidc?: {
      readonly id: string;
      readonly secret: string;
      readonly issuer: string;
      readonly label: string;
    };
  };
  /** The app's version, from package.json. */
  readonly version: string;
}

/**
 * Reads a configuration. An empty variable counts as absent. Throws `EnvError` with every problem at once, so
 * that all can be fixed together; messages name the variable and never repeat a value, which may be a secret.
 */
export function loadEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  // An empty list is a list: it must not open what somebody meant to close.
  if (source.CORS_ORIGINS?.trim() === '') given.CORS_ORIGINS = 'none';
  const parsed = variablesSchema.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  for (const needed of PAIRS) {
    const missing = needed.filter((name) => given[name] === undefined);
    if (missing.length > 0 && missing.length < needed.length) {
      problems.push(`${missing.join(' and ')} must also be set: ${needed.join(', ')} are required together.`);
    }
  }
  if (!parsed.success || problems.length > 0) throw new EnvError(problems);
  return toEnv(parsed.data);
}

const PAIRS = [
  ['GITHUB_ID', 'GITHUB_SECRET'],
  ['GOOGLE_ID', 'GOOGLE_SECRET'],
  ['OIDC_ID', 'OIDC_SECRET', 'OIDC_ISSUER'],
] as const;

function toEnv(variables: Variables): Env {
  const dataDir = path.resolve(/* turbopackIgnore: true */ variables.DATA_DIR);
  const databaseUrl = absoluteDatabaseUrl(
    variables.DATABASE_URL ?? `file:${path.join(dataDir, 'playground.db')}`,
  );
  return {
    port: variables.PORT,
    host: variables.HOST,
    databaseUrl,
    databaseKind: databaseUrl.startsWith('file:') ? 'sqlite' : 'postgresql',
    dataDir,
    redisUrl: variables.REDIS_URL,
    nextAuthUrl: variables.NEXTAUTH_URL ?? `http://localhost:${variables.PORT}`,
    hasPublicUrl: variables.NEXTAUTH_URL !== undefined,
    nextAuthSecret: variables.NEXTAUTH_SECRET,
    encryptionKeys: variables.ENCRYPTION_KEYS,
    signUp: variables.SIGN_UP,
    allowGuests: variables.ALLOW_GUESTS,
    allowPrivateUpstreams: variables.ALLOW_PRIVATE_UPSTREAMS ?? isForThisMachine(variables),
    localServerPorts: variables.LOCAL_SERVER_PORTS,
    r9sApiKey: variables.R9S_API_KEY,
    r9sBaseUrl: variables.R9S_BASE_URL,
    r9sModel: variables.R9S_MODEL,
    practiceTokensPerSecond: variables.PRACTICE_TOKENS_PER_SECOND,
    maxOpenRunsPerUser: variables.MAX_OPEN_RUNS_PER_USER,
    maxOpenRunsPerAddress: variables.MAX_OPEN_RUNS_PER_ADDRESS ?? 4 * variables.MAX_OPEN_RUNS_PER_USER,
    maxOpenRuns: variables.MAX_OPEN_RUNS,
    guestQuotaBytes: megabytes(variables.GUEST_QUOTA_MB) || null,
    accountQuotaBytes: megabytes(variables.ACCOUNT_QUOTA_MB) || null,
    guestAddressBytesPerDay: megabytes(variables.GUEST_ADDRESS_MB_PER_DAY) || null,
    keepGuestsDays: variables.KEEP_GUESTS_DAYS || null,
    minFreeDiskBytes: megabytes(variables.MIN_FREE_DISK_MB),
    runQueueMs: variables.RUN_QUEUE_SECONDS * 1000,
    corsOrigins: variables.CORS_ORIGINS,
    trustProxy: variables.TRUST_PROXY,
    drainSeconds: variables.DRAIN_SECONDS,
    metricsToken: variables.METRICS_TOKEN,
    logLevel: variables.LOG_LEVEL,
    oauth: oauthOf(variables),
    version: packageJson.version,
  };
}

/** Whether only this machine reaches the server: a proxy on it may hand on what comes from anywhere. */
function isForThisMachine({ HOST, NEXTAUTH_URL, TRUST_PROXY }: Variables): boolean {
  const name = NEXTAUTH_URL === undefined ? 'localhost' : new URL(NEXTAUTH_URL).hostname;
  return isLoopbackHost(HOST) && isLoopbackHost(name) && !TRUST_PROXY;
}

function megabytes(count: number): number {
  return count * 1_000_000;
}

function oauthOf(variables: Variables): Env['oauth'] {
  const { GITHUB_ID, GITHUB_SECRET, GOOGLE_ID, GOOGLE_SECRET, OIDC_ID, OIDC_SECRET, OIDC_ISSUER } = variables;
  return {
    ...(GITHUB_ID && GITHUB_SECRET && { github: { id: GITHUB_ID, secret: GITHUB_SECRET } }),
    ...(GOOGLE_ID && GOOGLE_SECRET && { google: { id: GOOGLE_ID, secret: GOOGLE_SECRET } }),
    ...(OIDC_ID &&
      OIDC_SECRET &&
      OIDC_ISSUER && {
        oidc: { id: OIDC_ID, secret: OIDC_SECRET, issuer: OIDC_ISSUER, label: variables.OIDC_LABEL },
      }),
  };
}

/** A relative path would mean another database for each working directory. */
export function absoluteDatabaseUrl(url: string): string {
  if (!url.startsWith('file:')) return url;
  const file = url.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
  return `file:${path.resolve(/* turbopackIgnore: true */ file)}`;
}

let loaded: Env | undefined;

/**
 * The configuration of this process. Read and checked at the first use, not at import: `next build` imports every
 * route and must not need a secret.
 */
export const env: Env = new Proxy({} as Env, {
  get: (_target, name) => Reflect.get(currentEnv(), name),
  has: (_target, name) => Reflect.has(currentEnv(), name),
});

function currentEnv(): Env {
  loaded ??= loadEnv(process.env);
  return loaded;
}

/** For tests: `env` uses these variables from now on. */
export function replaceEnv(source: Readonly<Record<string, string | undefined>>): void {
  loaded = loadEnv(source);
}

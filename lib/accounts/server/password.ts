import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { currentCaller } from '@/lib/platform/server/http/caller';
import { perProcess } from '@/lib/platform/server/per-process';
import { createHashQueue } from './hash-queue';

/**
 * Passwords at rest: scrypt with 32 MiB of memory each. The parameters are stored in front, so that they can
 * be raised later: `scrypt$<N>$<r>$<p>$<salt>$<hash>`, the last two in base64url.
 */
const PARAMETERS = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * Hashes computed at once. Each occupies one of the four threads of Node's pool for about a quarter of a
 * second; the others stay free for DNS look-ups and the database. 64 MiB at most.
 */
const MAX_AT_ONCE = 2;
/** Waiting in all, and from one address: a school class signing in at once fits. */
const MAX_WAITING = 1_000;
const MAX_WAITING_OF_ONE = 200;
/** Most proxies, and people, wait no longer. */
const MAX_WAIT_MS = 60_000;

/** The stored form of a password. Throws AppError as `inHashTurn` does, when too many are being hashed. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, PARAMETERS, HASH_BYTES);
  const { N, r, p } = PARAMETERS;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * Whether the password is the stored one. With nothing stored it still hashes and answers false, so that the
 * time taken does not reveal which accounts exist. Throws AppError as `hashPassword` does.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = stored === null ? null : parse(stored);
  if (!parsed) {
    await derive(password, Buffer.alloc(SALT_BYTES), PARAMETERS, HASH_BYTES);
    return false;
  }
  const hash = await derive(password, parsed.salt, parsed.parameters, parsed.hash.length);
  return timingSafeEqual(hash, parsed.hash);
}

interface Stored {
  readonly parameters: typeof PARAMETERS;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

function parse(stored: string): Stored | null {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored);
  const [, N, r, p, salt = '', hash = ''] = match ?? [];
  if (!match) return null;
  const parameters = { N: Number(N), r: Number(r), p: Number(p) };
  return { parameters, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}

async function derive(
  password: string,
  salt: Buffer,
  parameters: typeof PARAMETERS,
  length: number,
): Promise<Buffer> {
  // One spelling of each character, so that a password typed on another keyboard is the same.
  const text = password.normalize('NFKC');
  const options: ScryptOptions = { ...parameters, maxmem: 2 ** 20 + 256 * parameters.N * parameters.r };
  return inHashTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(text, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  );
}

const queue = perProcess('password-queue', () =>
  createHashQueue({
    atOnce: MAX_AT_ONCE,
    maxWaiting: MAX_WAITING,
    maxWaitingOfOne: MAX_WAITING_OF_ONE,
    maxWaitMs: MAX_WAIT_MS,
  }),
);
const turns = perProcess('password-turns', () => new AsyncLocalStorage<true>());

/**
 * Runs work that hashes a password when it is the caller's turn (./hash-queue.ts). The steps before the hash
 * (counting, looking the account up) then also wait for the turn. Throws as `HashQueue.enter` does.
 */
export async function inHashTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (turns.getStore()) return work();
  const caller = currentCaller();
  const end = await queue.enter(caller?.address ?? 'nobody', caller?.signal);
  try {
    return await turns.run(true, work);
  } finally {
    end();
  }
}

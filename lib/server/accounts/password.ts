import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '@/lib/contract/app-error';
import { perProcess } from '@/lib/server/per-process';

/**
 * Passwords at rest: scrypt with 32 MiB of memory each, its parameters in front so that they can be raised later:
 * `scrypt$<N>$<r>$<p>$<salt>$<hash>`, both base64url.
 */
const PARAMETERS = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * Hashes at once. Each occupies a thread of Node's pool of four for about a quarter of a second; the rest of the pool
 * stays free for look-ups of names and the database. 64 MiB at most.
 */
const MAX_AT_ONCE = 2;
/** Beyond this many waiting, a newcomer is told to come back instead of waiting for many seconds. */
const MAX_WAITING = 50;

/** The stored form of a password. Throws AppError `unavailable` when too many are being hashed. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, PARAMETERS, HASH_BYTES);
  const { N, r, p } = PARAMETERS;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * Whether the password is the stored one. With nothing stored it hashes all the same and answers false, so that the
 * time taken does not tell which accounts exist. Throws AppError `unavailable` as `hashPassword` does.
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
  const release = await enter();
  try {
    // One spelling of each character, so that a password typed on another keyboard is the same.
    const text = password.normalize('NFKC');
    const options: ScryptOptions = { ...parameters, maxmem: 2 ** 20 + 256 * parameters.N * parameters.r };
    return await new Promise((resolve, reject) => {
      scrypt(text, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    release();
  }
}

interface Queue {
  running: number;
  readonly waiting: (() => void)[];
}

async function enter(): Promise<() => void> {
  const queue = perProcess<Queue>('password-queue', () => ({ running: 0, waiting: [] }));
  if (queue.running < MAX_AT_ONCE) queue.running += 1;
  else if (queue.waiting.length >= MAX_WAITING) throw new AppError('unavailable', { retryAfterMs: 5000 });
  // Whoever leaves hands the place on, so `running` does not change.
  else await new Promise<void>((resolve) => queue.waiting.push(resolve));
  return () => {
    const next = queue.waiting.shift();
    if (next) next();
    else queue.running -= 1;
  };
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type EncryptionKey, env } from '@/lib/platform/env/env';

/**
 * Keys at rest. Each is encrypted (AES-256-GCM) with a random data key of its own, and the data key with a
 * versioned master key (`ENCRYPTION_KEYS`): changing the master key means rewrapping small data keys, not
 * reading secrets.
 *
 * A key's owner and destination are part of the seal: user, connection and origin are authenticated with the
 * ciphertext, so a row that was copied to another user, or whose base URL was changed in the database, does
 * not open. The extra headers of a connection are sealed as its key is, and the slugs of shared links for their
 * user and their link.
 *
 * `v1.<kid>.<wrapped data key>.<sealed secret>`; the last two are base64url of nonce (12) ‖ ciphertext ‖ tag
 * (16).
 */
const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed key belongs to. */
export interface KeyOwner {
  readonly userId: string;
  readonly connectionId: string;
  /** Scheme, host and port of the address that calls go to (`callOrigin`). */
  readonly origin: string;
}

type MasterKeys = readonly [EncryptionKey, ...EncryptionKey[]];

/** A sealed key could not be opened: another owner, another master key, or changed bytes. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** What the sealed slug of a shared link belongs to. */
export interface SlugOwner {
  readonly userId: string;
  readonly shareId: string;
}

/** Seals a secret for its owner with the first master key. */
export function sealKey(plain: string, owner: KeyOwner, masterKeys: MasterKeys = env.encryptionKeys): string {
  return seal(plain, ownerContext(owner), masterKeys);
}

/** Opens a sealed key for its owner. Throws `SealError`. */
export function openKey(
  sealed: string,
  owner: KeyOwner,
  masterKeys: MasterKeys = env.encryptionKeys,
): string {
  return open(sealed, ownerContext(owner), masterKeys);
}

/** Seals a connection's extra headers, as one text. */
export function sealHeaders(
  plain: string,
  owner: KeyOwner,
  masterKeys: MasterKeys = env.encryptionKeys,
): string {
  return seal(plain, headersContext(owner), masterKeys);
}

/** Opens a connection's sealed headers. Throws `SealError`. */
export function openHeaders(
  sealed: string,
  owner: KeyOwner,
  masterKeys: MasterKeys = env.encryptionKeys,
): string {
  return open(sealed, headersContext(owner), masterKeys);
}

/** Seals the slug of a shared link. */
export function sealSlug(
  plain: string,
  owner: SlugOwner,
  masterKeys: MasterKeys = env.encryptionKeys,
): string {
  return seal(plain, slugContext(owner), masterKeys);
}

/** Opens the sealed slug of a link. Throws `SealError`. */
export function openSlug(
  sealed: string,
  owner: SlugOwner,
  masterKeys: MasterKeys = env.encryptionKeys,
): string {
  return open(sealed, slugContext(owner), masterKeys);
}

function seal(plain: string, context: Buffer, masterKeys: MasterKeys): string {
  const dataKey = randomBytes(32);
  const [{ kid, key }] = masterKeys;
  const wrapped = encrypt(key, dataKey, wrapContext(kid));
  const sealed = encrypt(dataKey, Buffer.from(plain, 'utf8'), context);
  dataKey.fill(0);
  return [VERSION, kid, wrapped.toString('base64url'), sealed.toString('base64url')].join('.');
}

function open(sealed: string, context: Buffer, masterKeys: MasterKeys): string {
  const parts = readEnvelope(sealed);
  const dataKey = decrypt(masterKey(parts.kid, masterKeys), parts.wrapped, wrapContext(parts.kid));
  const plain = decrypt(dataKey, parts.secret, context).toString('utf8');
  dataKey.fill(0);
  return plain;
}

/**
 * The same sealed key with its data key wrapped by the first master key; null when it already is. The secret
 * itself is not decrypted, so its owner need not be known. Throws `SealError`.
 */
export function rewrapKey(sealed: string, masterKeys: MasterKeys = env.encryptionKeys): string | null {
  const parts = readEnvelope(sealed);
  const [{ kid, key }] = masterKeys;
  if (parts.kid === kid) return null;
  const dataKey = decrypt(masterKey(parts.kid, masterKeys), parts.wrapped, wrapContext(parts.kid));
  const wrapped = encrypt(key, dataKey, wrapContext(kid));
  dataKey.fill(0);
  return [VERSION, kid, wrapped.toString('base64url'), parts.secret.toString('base64url')].join('.');
}

function readEnvelope(sealed: string): { kid: string; wrapped: Buffer; secret: Buffer } {
  const [version, kid, wrapped, secret, ...rest] = sealed.split('.');
  if (version !== VERSION || !kid || !wrapped || !secret || rest.length > 0) {
    throw new SealError('not a sealed key of a known version');
  }
  return { kid, wrapped: Buffer.from(wrapped, 'base64url'), secret: Buffer.from(secret, 'base64url') };
}

function masterKey(kid: string, masterKeys: MasterKeys): Uint8Array {
  const found = masterKeys.find((candidate) => candidate.kid === kid);
  if (!found) throw new SealError(`ENCRYPTION_KEYS has no key named ${kid}`);
  return found.key;
}

/** JSON, so that no two owners have the same encoding, whatever their parts contain. */
function ownerContext({ userId, connectionId, origin }: KeyOwner): Buffer {
  return Buffer.from(JSON.stringify([VERSION, 'secret', userId, connectionId, origin]), 'utf8');
}

/** A different word than for keys, as with slugs. */
function headersContext({ userId, connectionId, origin }: KeyOwner): Buffer {
  return Buffer.from(JSON.stringify([VERSION, 'headers', userId, connectionId, origin]), 'utf8');
}

/** A different word than for keys, so that neither can be opened as the other. */
function slugContext({ userId, shareId }: SlugOwner): Buffer {
  return Buffer.from(JSON.stringify([VERSION, 'slug', userId, shareId]), 'utf8');
}

function wrapContext(kid: string): Buffer {
  return Buffer.from(JSON.stringify([VERSION, 'data-key', kid]), 'utf8');
}

function encrypt(key: Uint8Array, plain: Uint8Array, context: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, box: Uint8Array, context: Uint8Array): Buffer {
  if (box.length < NONCE_BYTES + TAG_BYTES) throw new SealError('the sealed key is cut off');
  const nonce = box.subarray(0, NONCE_BYTES);
  const tag = box.subarray(box.length - TAG_BYTES);
  // Node accepts shorter tags by default, and a short tag is quickly guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(context).setAuthTag(tag);
  try {
    return Buffer.concat([
      decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    throw new SealError('the sealed key does not open for this owner');
  }
}

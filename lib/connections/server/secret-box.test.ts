import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EncryptionKey } from '@/lib/platform/env/env';
import { type KeyOwner, openKey, openSlug, rewrapKey, SealError, sealKey, sealSlug } from './secret-box';

function masterKey(kid: string): EncryptionKey {
  return { kid, key: new Uint8Array(randomBytes(32)) };
}

const first = masterKey('2026');
const second = masterKey('2027');
const owner: KeyOwner = { userId: 'user-1', connectionId: 'connection-1', origin: 'https://api.r9s.ai' };
const canary = 'sk-canary-0123456789-äöü';

describe('sealed keys', () => {
  it('open for their owner, and no two seals are alike', () => {
    const sealed = sealKey(canary, owner, [first]);
    expect(openKey(sealed, owner, [first])).toBe(canary);
    expect(sealed).not.toContain('canary');
    expect(sealKey(canary, owner, [first])).not.toBe(sealed);
  });

  it.each<Partial<KeyOwner>>([
    { userId: 'user-2' },
    { connectionId: 'connection-2' },
    { origin: 'https://evil.example' },
    { origin: 'http://api.r9s.ai' },
    { origin: 'https://api.r9s.ai:8443' },
    { userId: 'user-1","connection-1', connectionId: '' },
  ])('stay shut for %o', (change) => {
    const sealed = sealKey(canary, owner, [first]);
    expect(() => openKey(sealed, { ...owner, ...change }, [first])).toThrow(SealError);
  });

  it('stay shut when any character is changed', () => {
    const sealed = sealKey('short', owner, [first]);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = `${sealed.slice(0, index)}${sealed[index] === 'A' ? 'B' : 'A'}${sealed.slice(index + 1)}`;
      // The last character of base64 may carry bits that mean nothing.
      if (
        Buffer.from(changed.split('.')[3] ?? '', 'base64url').equals(
          Buffer.from(sealed.split('.')[3] ?? '', 'base64url'),
        ) &&
        changed.split('.')[2] === sealed.split('.')[2] &&
        changed.slice(0, 8) === sealed.slice(0, 8)
      )
        continue;
      if (
        Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(
          Buffer.from(sealed.split('.')[2] ?? '', 'base64url'),
        ) &&
        changed.split('.')[3] === sealed.split('.')[3] &&
        changed.slice(0, 8) === sealed.slice(0, 8)
      )
        continue;
      expect(() => openKey(changed, owner, [first]), `position ${index}`).toThrow(SealError);
    }
  });

  it.each(['', 'v1', 'v1.2026..', 'v2.2026.aaaa.bbbb', 'v1.2026.aaaa.bbbb', 'v1.2026.a.b.c'])(
    'refuse %j as no sealed key',
    (sealed) => {
      expect(() => openKey(sealed, owner, [first])).toThrow(SealError);
    },
  );

  it('refuse a tag that was cut short', () => {
    const parts = sealKey(canary, owner, [first]).split('.');
    const secret = Buffer.from(parts[3] ?? '', 'base64url');
    const cut = [...parts.slice(0, 3), secret.subarray(0, -12).toString('base64url')].join('.');
    expect(() => openKey(cut, owner, [first])).toThrow(SealError);
  });

  it('open with any master key and are written with the first', () => {
    const old = sealKey(canary, owner, [first]);
    expect(openKey(old, owner, [second, first])).toBe(canary);
    expect(sealKey(canary, owner, [second, first])).toMatch(/^v1\.2027\./);
    expect(() => openKey(old, owner, [second])).toThrow('ENCRYPTION_KEYS has no key named 2026');
  });

  it('are wrapped again with the first master key, once', () => {
    const old = sealKey(canary, owner, [first]);
    const rewrapped = rewrapKey(old, [second, first]);
    expect(rewrapped).toMatch(/^v1\.2027\./);
    expect(openKey(rewrapped ?? '', owner, [second])).toBe(canary);
    expect(rewrapKey(rewrapped ?? '', [second, first])).toBeNull();
    expect(() => openKey(rewrapped ?? '', { ...owner, userId: 'other' }, [second])).toThrow(SealError);
  });
});

describe('sealed slugs', () => {
  const link = { userId: 'user-1', shareId: 'share-1' };

  it('open for their user and their link alone', () => {
    const sealed = sealSlug('slug', link, [first]);
    expect(openSlug(sealed, link, [first])).toBe('slug');
    for (const change of [{ userId: 'user-2' }, { shareId: 'share-2' }]) {
      expect(() => openSlug(sealed, { ...link, ...change }, [first])).toThrow(SealError);
    }
    expect(openSlug(rewrapKey(sealed, [second, first]) ?? '', link, [second])).toBe('slug');
  });

  it('and sealed keys do not open as each other', () => {
    const key = { userId: 'user-1', connectionId: 'share-1', origin: '' };
    expect(() => openKey(sealSlug('slug', link, [first]), key, [first])).toThrow(SealError);
    expect(() => openSlug(sealKey('key', key, [first]), link, [first])).toThrow(SealError);
  });
});

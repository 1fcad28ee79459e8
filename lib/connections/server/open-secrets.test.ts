import { afterEach, beforeEach, expect, it } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { env, replaceEnv } from '@/lib/platform/env/env';
import { storeHeaders } from './connection-headers';
import { openSecrets } from './open-secrets';
import { sealKey } from './secret-box';
import { secretsIn } from './upstream/secrets-in';

const owner = { userId: 'user', connectionId: 'connection', origin: 'https://api.example.org' };
const headers = [{ name: 'X-Team', value: 'Bearer team-secret-1234' }];

beforeEach(() => replaceEnv(testEnvironment()));
afterEach(() => replaceEnv(testEnvironment()));

function aRow(key = 'sk-canary-5b1f0c9e7d3a2468') {
  return { sealedKey: sealKey(key, owner), ...storeHeaders(headers, owner) };
}

it('opens a row once, and knows its secrets by one list', () => {
  const row = aRow();
  const first = openSecrets(row, owner);
  expect(first).toEqual({ key: 'sk-canary-5b1f0c9e7d3a2468', headers });
  expect(openSecrets({ ...row }, { ...owner })).toBe(first);
  expect(secretsIn(first)).toEqual(['sk-canary-5b1f0c9e7d3a2468', headers[0]?.value, 'team-secret-1234']);
  expect(secretsIn(openSecrets(row, owner))).toBe(secretsIn(first));
});

it('opens anew what has changed', () => {
  const before = openSecrets(aRow(), owner);
  expect(openSecrets(aRow('sk-another-0123456789'), owner)).toEqual({
    key: 'sk-another-0123456789',
    headers,
  });
  expect(openSecrets({ ...aRow(), sealedHeaders: null }, owner)).toEqual({ key: before.key, headers: [] });
  expect(openSecrets({ sealedKey: null, sealedHeaders: null }, owner)).toEqual({ key: null, headers: [] });
});

it('opens nothing for somebody else or for elsewhere, however often its owner opened it', () => {
  const row = aRow();
  openSecrets(row, owner);
  for (const other of [{ userId: 'thief' }, { connectionId: 'copy' }, { origin: 'https://evil.example' }]) {
    expect(() => openSecrets(row, { ...owner, ...other })).toThrow(/decrypted/);
  }
  expect(openSecrets(row, owner).key).toBe('sk-canary-5b1f0c9e7d3a2468');
});

it('opens nothing once its master key is gone', () => {
  const row = aRow();
  openSecrets(row, owner);
  const [{ kid }] = env.encryptionKeys;
  replaceEnv(testEnvironment({ ENCRYPTION_KEYS: `${kid}:${Buffer.alloc(32, 9).toString('base64')}` }));
  expect(() => openSecrets(row, owner)).toThrow(/decrypted/);
});

it('does not take one key for another where there are no headers', () => {
  const none: [] = [];
  expect(secretsIn({ key: 'sk-first-0123456789', headers: none })).toEqual(['sk-first-0123456789']);
  expect(secretsIn({ key: 'sk-second-0123456789', headers: none })).toEqual(['sk-second-0123456789']);
  expect(secretsIn({ key: null, headers: none })).toEqual([]);
});

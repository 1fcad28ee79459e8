/**
 * A complete environment for tests: the secrets are set, and nothing of this machine's environment leaks in.
 */
export function testEnvironment(overrides: Record<string, string | undefined> = {}) {
  return {
    NEXTAUTH_SECRET: 'a secret for tests that is long enough',
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
    NEXTAUTH_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
    ...overrides,
  };
}

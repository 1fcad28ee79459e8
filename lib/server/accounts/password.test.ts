import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password';

describe('passwords', () => {
  it('are known again, with their parameters in front', async () => {
    const stored = await hashPassword('correct horse battery');
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(stored).not.toContain('correct');
    expect(await verifyPassword('correct horse battery', stored)).toBe(true);
    expect(await verifyPassword('correct horse batterz', stored)).toBe(false);
    expect(await hashPassword('correct horse battery')).not.toBe(stored);
  });

  it('are the same however a keyboard composes a character', async () => {
    expect(await verifyPassword('caf\u0065\u0301-au-lait', await hashPassword('caf\u00e9-au-lait'))).toBe(
      true,
    );
  });

  it('answer false without an account, or with something stored that is no hash', async () => {
    expect(await verifyPassword('whatever it is', null)).toBe(false);
    expect(await verifyPassword('whatever it is', 'plain')).toBe(false);
  });

  it('wait for their turn, and refuse when too many wait', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, () => verifyPassword('x', 'scrypt$2$8$1$AAAA$AAAA')),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(8);
    expect(refused[0]?.reason).toMatchObject({ code: 'unavailable' });
    expect(await verifyPassword('x', 'scrypt$2$8$1$AAAA$AAAA')).toBe(false);
  });
});

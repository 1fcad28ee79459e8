import { describe, expect, it } from 'vitest';
import { hashPassword, inHashTurn, verifyPassword } from './password';

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

  it('are hashed two at a time, and what is done in a turn needs no other', async () => {
    let [now, max] = [0, 0];
    const results = await Promise.all(
      Array.from({ length: 120 }, () =>
        inHashTurn(async () => {
          now += 1;
          max = Math.max(max, now);
          const same = await verifyPassword('x', 'scrypt$2$8$1$AAAA$AAAA');
          now -= 1;
          return same;
        }),
      ),
    );
    expect(results).toEqual(results.map(() => false));
    expect(max).toBe(2);
  });
});

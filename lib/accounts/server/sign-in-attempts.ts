import { limit } from '@/lib/platform/server/limits/rate-limits';
import { isKnownAddress, noteKnownAddress } from './known-addresses';

/** One attempt to sign in with a password, already counted as failed. */
export interface Attempt {
  /** It was the owner: undoes the count, and clears earlier failures from this address. */
  succeeded(): Promise<void>;
}

/**
 * Counts an attempt before the password is checked: many at once must not all pass. Failures are counted
 * three ways: by address; by account at this address, so that somebody else's failures lock out nobody
 * elsewhere; and by account over all addresses unknown to it, so that guessing from many addresses is
 * limited. See docs/decisions/0019.
 * `email` in lower case, with or without an account. Throws AppError `rate_limited`.
 */
export async function countAttempt(email: string, address: string): Promise<Attempt> {
  const here = `${address} ${email}`;
  const isKnown = isKnownAddress(email, address);
  await limit('signInByAddress').take(address);
  await limit('signInByAccountHere').take(here);
  if (!isKnown) await limit('signInByAccount').take(email);
  return {
    async succeeded() {
      noteKnownAddress(email, address);
      await limit('signInByAddress').giveBack(address);
      await limit('signInByAccountHere').reset(here);
      if (!isKnown) await limit('signInByAccount').giveBack(email);
    },
  };
}

/**
 * Throws AppError `rate_limited` where `countAttempt` would, without counting: an attempt that will be
 * refused need not wait its turn.
 */
export async function checkAttempts(email: string, address: string): Promise<void> {
  await limit('signInByAddress').check(address);
  await limit('signInByAccountHere').check(`${address} ${email}`);
  if (!isKnownAddress(email, address)) await limit('signInByAccount').check(email);
}

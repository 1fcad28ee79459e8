import { limit } from '@/lib/platform/server/limits/rate-limits';
import { isKnownAddress, noteKnownAddress } from './known-addresses';

/** One attempt to sign in with a password, which has been counted as a failed one. */
export interface Attempt {
  /** It was the owner: takes the count back, and forgets earlier failures at this address. */
  succeeded(): Promise<void>;
}

/**
 * Counts an attempt, before the password is looked at: many at once must not all pass. Three counts of failures:
 * by address; by account at this address, so that a stranger's failures lock out nobody elsewhere; and by account at all
 * addresses that it does not know, so that guessing from many addresses is bounded. See docs/decisions/0019.
 * `email` in lower case, of an account or not. Throws AppError `rate_limited`.
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

/** Throws AppError `rate_limited` where `countAttempt` would, without counting: what is refused need not wait its turn. */
export async function checkAttempts(email: string, address: string): Promise<void> {
  await limit('signInByAddress').check(address);
  await limit('signInByAccountHere').check(`${address} ${email}`);
  if (!isKnownAddress(email, address)) await limit('signInByAccount').check(email);
}

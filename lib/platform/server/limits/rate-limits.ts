import { perProcess } from '../per-process';
import { createLimiter, type Limiter, type LimitRule } from './limiter';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How often things may be done. The run engine limits how many runs may be open at once. */
const RULES = {
  /** By address, failed attempts: a guesser with many accounts. */
  signInByAddress: { points: 60, seconds: 10 * MINUTE },
  /**
   * By user, wrong passwords of a signed-in user: a stolen session must not be a way to guess the password.
   */
  confirmByUser: { points: 10, seconds: 15 * MINUTE },
  /** By account and address, failed attempts: a guesser locks out nobody at another address. */
  signInByAccountHere: { points: 10, seconds: 15 * MINUTE },
  /** By account, failed attempts from all addresses that never used it: a guesser with many addresses. */
  signInByAccount: { points: 100, seconds: HOUR },
  /** By address: new accounts with a password, claims included (each costs a hash). */
  signUpByAddress: { points: 60, seconds: HOUR },
  /** By address: a class or an office behind one address must be able to start. */
  guestByAddress: { points: 240, seconds: HOUR },
  /** By address: links that do not exist. */
  unknownLinkByAddress: { points: 60, seconds: 10 * MINUTE },
  /**
   * By address: pages, pictures and data of existing links. A school can read, but a loop cannot take the
   * whole machine.
   */
  openLinkByAddress: { points: 600, seconds: MINUTE },
  /** By link and address: what counts as a view. */
  viewByReader: { points: 10, seconds: 10 * MINUTE },
  /** By user: each run leaves a row, so quick ones must not fill the disk. A large sweep fits. */
  runsByUser: { points: 240, seconds: MINUTE },
  /** By user: new comparisons. */
  comparisonsByUser: { points: 60, seconds: MINUTE },
  /** By user: cells that are started, which are runs as well; enough for three of the largest sweeps. */
  cellsByUser: { points: 750, seconds: MINUTE },
  /**
   * By user: calls of the public API. Programs are quicker than people; how many runs are open at once is
   * limited too.
   */
  apiCallsByUser: { points: 1200, seconds: MINUTE },
  /** By user: new tokens for the public API. */
  tokenByUser: { points: 30, seconds: HOUR },
  /** By user: new shared links, each a stored copy. */
  shareByUser: { points: 60, seconds: HOUR },
  /** By user: previews of a link, one for each change of its choices. */
  sharePreviewByUser: { points: 240, seconds: MINUTE },
  /** By user: a test connects to an address of the user's choosing. */
  connectionTestByUser: { points: 60, seconds: MINUTE },
  /** By user: `fresh` bypasses the cache. */
  modelListByUser: { points: 240, seconds: MINUTE },
  /** By user: each may read the whole history. */
  exportsByUser: { points: 60, seconds: MINUTE },
  /** By user: requests of an import, mostly of half a mebibyte. The page honours Retry-After. */
  importsByUser: { points: 600, seconds: MINUTE },
  /** By user: import requests with one very long run. */
  largeImportsByUser: { points: 30, seconds: MINUTE },
} as const satisfies Record<string, LimitRule>;

export type LimitName = keyof typeof RULES;

const limiters = perProcess('limits', () => new Map<LimitName, Limiter>());

/** The process's limiter for a rule. */
export function limit(name: LimitName): Limiter {
  const existing = limiters.get(name);
  if (existing) return existing;
  const made = createLimiter(RULES[name]);
  limiters.set(name, made);
  return made;
}

/** Forgets all counts (tests). */
export function resetLimits(): void {
  limiters.clear();
}

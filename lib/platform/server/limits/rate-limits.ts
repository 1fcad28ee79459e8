import { perProcess } from '../per-process';
import { createLimiter, type Limiter, type LimitRule } from './limiter';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How often things may be done; how many runs may be open at once is the run engine's to say. */
const RULES = {
  /** By address, failed attempts: a guesser with many accounts. */
  signInByAddress: { points: 60, seconds: 10 * MINUTE },
  /** By user, wrong passwords of somebody who is signed in: a stolen session must not be a way to guess it. */
  confirmByUser: { points: 10, seconds: 15 * MINUTE },
  /** By account and address, failed attempts: a guesser locks out nobody at another address. */
  signInByAccountHere: { points: 10, seconds: 15 * MINUTE },
  /** By account, failed attempts from all addresses at which it was never used: a guesser with many addresses. */
  signInByAccount: { points: 100, seconds: HOUR },
  /** By address: new accounts with a password, claims included (each costs a hash). */
  signUpByAddress: { points: 60, seconds: HOUR },
  /** By address: a class or an office behind one address must be able to start. */
  guestByAddress: { points: 240, seconds: HOUR },
  /** By address: links that do not exist. */
  unknownLinkByAddress: { points: 60, seconds: 10 * MINUTE },
  /** By address: pages, pictures and data of links that do. A school can read; a loop does not get all of the machine. */
  openLinkByAddress: { points: 600, seconds: MINUTE },
  /** By link and address: what counts as a view. */
  viewByReader: { points: 10, seconds: 10 * MINUTE },
  /** By user: each run leaves a row, so that nobody fills the disk with quick ones. A large sweep fits. */
  runsByUser: { points: 240, seconds: MINUTE },
  /** By user: new comparisons. */
  comparisonsByUser: { points: 60, seconds: MINUTE },
  /** By user: cells that are started, which are runs as well: three of the largest sweeps. */
  cellsByUser: { points: 750, seconds: MINUTE },
  /** By user: calls of the public API. Programs are quicker than people; how many runs are open at once is bounded too. */
  apiCallsByUser: { points: 1200, seconds: MINUTE },
  /** By user: new tokens for the public API. */
  tokenByUser: { points: 30, seconds: HOUR },
  /** By user: new shared links, each a copy that stays. */
  shareByUser: { points: 60, seconds: HOUR },
  /** By user: looks at what a link would show, one at every change of what it is to show. */
  sharePreviewByUser: { points: 240, seconds: MINUTE },
  /** By user: a test connects to an address of the user's choosing. */
  connectionTestByUser: { points: 60, seconds: MINUTE },
  /** By user: `fresh` passes over the cache. */
  modelListByUser: { points: 240, seconds: MINUTE },
  /** By user: each may read the whole history. */
  exportsByUser: { points: 60, seconds: MINUTE },
  /** By user: requests of an import, of half a mebibyte for the most part. The page waits when it is told to. */
  importsByUser: { points: 600, seconds: MINUTE },
  /** By user: those that hold one very long run. */
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

import { countShareView, findShareBySlugHash, type StoredShare } from '@/lib/links/db/share-reading';
import type { Shared } from '@/lib/links/model/shared';
import { AppError } from '@/lib/platform/model/app-error';
import { clientAddress } from '@/lib/platform/server/http/client-address';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { logger } from '@/lib/platform/server/log';
import { forgetCopy, readCopy } from './copy-cache';
import { hashSlug } from './slug';

export type OpenedShare =
  | { readonly state: 'open'; readonly id: string; readonly shared: Shared }
  /** Revoked or expired: it was a link, and shows nothing any more. */
  | { readonly state: 'gone' }
  | { readonly state: 'unknown' };

/** The form that `newSlug` makes. */
const SLUG = /^[A-Za-z0-9_-]{32}$/;

/**
 * Opens a link by the secret part of its address, for anybody: no session is read. A slug in another form
 * than ours costs no query. Expiry is checked at each opening, so nothing has to happen when a link expires.
 *
 * @param onRead called with the size of a copy that had to be read, in characters
 */
export async function openShare(
  slug: string,
  now = new Date(),
  onRead: (size: number) => void = () => undefined,
): Promise<OpenedShare> {
  if (!SLUG.test(slug)) return { state: 'unknown' };
  const stored = await findShareBySlugHash(hashSlug(slug));
  if (!stored) return { state: 'unknown' };
  if (isOpen(stored, now)) {
    const copy = await readCopy(stored.id, onRead);
    if (copy !== undefined) return { state: 'open', id: stored.id, shared: copy.shared };
  }
  forgetCopy(stored.id);
  return { state: 'gone' };
}

function isOpen({ revokedAt, expiresAt }: StoredShare, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

/** Each opening counts as one; reading an uncached copy counts as one more for each this many characters. */
const SIZE_OF_ONE = 1024 * 1024;

/**
 * The same for a request from outside, with limits: an address that tries many links that do not exist, or
 * opens an existing one very often, is refused for a while. Throws AppError `rate_limited`.
 *
 * @param cost how many openings a request counts as, for one that draws something
 */
export async function openShareFor(request: Request, slug: string, cost = 1): Promise<OpenedShare> {
  const guesses = limit('unknownLinkByAddress');
  const openings = limit('openLinkByAddress');
  const address = clientAddress(request);
  await guesses.check(address);
  await openings.take(address, cost);
  let size = 0;
  const opened = await openShare(slug, undefined, (read) => {
    size = read;
  });
  if (opened.state === 'unknown') await guesses.take(address);
  const more = Math.floor(size / SIZE_OF_ONE);
  // This request is answered all the same; the next one is refused.
  if (more > 0) await openings.take(address, more).catch(() => undefined);
  return opened;
}

/** Programs that fetch a page to describe or index it: no reader has seen anything. */
const NO_READER = /bot\b|bot[/;]|crawl|spider|slurp|preview|facebookexternalhit|embedly|whatsapp|curl|wget/i;

/**
 * Counts a view when a browser requested the page itself. The owner's own views count as well, since telling
 * them apart would mean reading the session. Callers need not wait for it.
 */
export async function noteView(request: Request, shareId: string): Promise<void> {
  if (!isView(request)) return;
  try {
    await limit('viewByReader').take(`${shareId} ${clientAddress(request)}`);
    await countShareView(shareId, new Date());
  } catch (error) {
    // Somebody keeps reloading the page: their view is counted already.
    if (error instanceof AppError) return;
    logger.warn({ err: error }, "couldn't count a link view");
  }
}

function isView({ method, headers }: Request): boolean {
  if (method !== 'GET') return false;
  if (/prefetch|prerender/i.test(`${headers.get('purpose')} ${headers.get('sec-purpose')}`)) return false;
  return !NO_READER.test(headers.get('user-agent') ?? '');
}

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

/** As `newSlug` makes them. */
const SLUG = /^[A-Za-z0-9_-]{32}$/;

/**
 * Opens a link by the secret part of its address, for anybody: no session is looked at. A slug of another form than
 * ours costs no query. Whether it has expired is judged now, so that nothing has to happen at that moment.
 *
 * @param onRead hears of the size of a copy that had to be read, in characters
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

/** What an opening counts as, and more of a copy that has to be read first: one more for each so many characters. */
const SIZE_OF_ONE = 1024 * 1024;

/**
 * The same for a request from outside: whoever asks for many links that do not exist, or very often for one that does,
 * is not answered for a while. Throws AppError `rate_limited`.
 *
 * @param cost of one that draws something, in openings
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
  // It is answered all the same: the next one waits.
  if (more > 0) await openings.take(address, more).catch(() => undefined);
  return opened;
}

/** Programs that fetch a page to describe it or to find it: no reader has seen anything yet. */
const NO_READER = /bot\b|bot[/;]|crawl|spider|slurp|preview|facebookexternalhit|embedly|whatsapp|curl|wget/i;

/**
 * Counts a view when this request is one: somebody's browser that asked for the page itself. The owner's own count as
 * well, since telling them apart would mean to look at the session. Nobody waits for it.
 */
export async function noteView(request: Request, shareId: string): Promise<void> {
  if (!isView(request)) return;
  try {
    await limit('viewByReader').take(`${shareId} ${clientAddress(request)}`);
    await countShareView(shareId, new Date());
  } catch (error) {
    // Somebody who keeps reloading it: that they read it is known.
    if (error instanceof AppError) return;
    logger.warn({ err: error }, 'view of a link not counted');
  }
}

function isView({ method, headers }: Request): boolean {
  if (method !== 'GET') return false;
  if (/prefetch|prerender/i.test(`${headers.get('purpose')} ${headers.get('sec-purpose')}`)) return false;
  return !NO_READER.test(headers.get('user-agent') ?? '');
}

import { type Shared, sharedSchema } from '@/lib/completions/share/shared';
import { countShareView, findShareBySlugHash, type StoredShare } from '@/lib/db/share-reading';
import { clientAddress } from '@/lib/server/http/client-address';
import { limit } from '@/lib/server/limits/rate-limits';
import { logger } from '@/lib/server/log';
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
 */
export async function openShare(slug: string, now = new Date()): Promise<OpenedShare> {
  if (!SLUG.test(slug)) return { state: 'unknown' };
  const stored = await findShareBySlugHash(hashSlug(slug));
  if (!stored) return { state: 'unknown' };
  if (!isOpen(stored, now)) return { state: 'gone' };
  // Checked although we wrote it: the schema is strict, so nothing that is not meant for readers can pass.
  return { state: 'open', id: stored.id, shared: sharedSchema.parse(stored.snapshot) };
}

function isOpen({ snapshot, revokedAt, expiresAt }: StoredShare, now: Date): boolean {
  return snapshot !== null && revokedAt === null && (expiresAt === null || expiresAt > now);
}

/**
 * The same for a request from outside: whoever asks for many links that do not exist is not answered for a while.
 * Throws AppError `rate_limited`.
 */
export async function openShareFor(request: Request, slug: string): Promise<OpenedShare> {
  const guesses = limit('unknownLinkByAddress');
  const address = clientAddress(request);
  await guesses.check(address);
  const opened = await openShare(slug);
  if (opened.state === 'unknown') await guesses.take(address);
  return opened;
}

/** Programs that fetch a page to describe it or to find it: no reader has seen anything yet. */
const NO_READER = /bot\b|bot[/;]|crawl|spider|slurp|preview|facebookexternalhit|embedly|whatsapp|curl|wget/i;

/**
 * Counts a view when this request is one: somebody's browser that asked for the page itself. The owner's own count as
 * well, since telling them apart would mean to look at the session. Nobody waits for it.
 */
export function noteView(request: Request, shareId: string): Promise<void> {
  if (!isView(request)) return Promise.resolve();
  return countShareView(shareId, new Date()).catch((error: unknown) => {
    logger.warn({ err: error }, 'view of a link not counted');
  });
}

function isView({ method, headers }: Request): boolean {
  if (method !== 'GET') return false;
  if (/prefetch|prerender/i.test(`${headers.get('purpose')} ${headers.get('sec-purpose')}`)) return false;
  return !NO_READER.test(headers.get('user-agent') ?? '');
}

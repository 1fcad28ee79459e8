import { uuidv7 } from 'uuidv7';
import { findUser } from '@/lib/accounts/db/users';
import { withSpace } from '@/lib/accounts/server/storage/quota';
import { openSlug, SealError, sealSlug } from '@/lib/connections/server/secret-box';
import {
  changeShareExpiry,
  countOpenShares,
  findShare,
  insertShare,
  listShares,
  type ShareRecord,
} from '@/lib/links/db/shares';
import { aboutShare } from '@/lib/links/model/share-about';
import type { NewShare, Share, ShareEdit, SharePage, SharePageQuery } from '@/lib/links/model/shares';
import { revokeShares } from '@/lib/platform/db/share-state';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { forgetCopies } from './copy-cache';
import { measureCopy } from './copy-size';
import { hashSlug, newSlug } from './slug';
import { takeCopy } from './take-copy';

/** The owner's half of shared links. */

const MAX_OPEN = 500;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Makes a link to a copy of what is stored now. Throws AppError `not_found`, `invalid_request` with the field
 * at fault, `conflict` or `storage_full`.
 */
export async function createShare(userId: string, share: NewShare, now = new Date()): Promise<Share> {
  const expiresAt =
    share.expiresAt === undefined ? await usualExpiry(userId, now) : readExpiry(share.expiresAt, now);
  if ((await countOpenShares(userId, now)) >= MAX_OPEN) {
    throw new AppError('conflict', {
      message: `You can have up to ${MAX_OPEN} active links. Revoke one first.`,
    });
  }
  const { shared: snapshot, ...subject } = await takeCopy(userId, share, now);
  const { size, digest } = measureCopy(snapshot);
  if (share.digest !== undefined && share.digest !== digest) {
    throw new AppError('conflict', {
      message: 'This has changed since the preview. Check it again before sharing.',
      param: 'digest',
    });
  }
  const id = uuidv7();
  const slug = newSlug();
  const record = await withSpace(userId, size, () =>
    insertShare(userId, {
      id,
      ...subject,
      slugHash: hashSlug(slug),
      sealedSlug: sealSlug(slug, { userId, shareId: id }),
      title: snapshot.title,
      snapshot,
      about: aboutShare(snapshot, share),
      expiresAt,
    }),
  );
  if (record === null) throw new AppError('not_found');
  return toShare(record, now);
}

/** The user's links, newest first. */
export async function sharePage(
  userId: string,
  { limit, ...query }: SharePageQuery,
  now = new Date(),
): Promise<SharePage> {
  const records = await listShares(userId, { ...query, limit: limit + 1 });
  const shares = records.slice(0, limit).map((record) => toShare(record, now));
  return { shares, next: records.length > limit ? (shares.at(-1)?.id ?? null) : null };
}

/**
 * Changes the expiry of an open link. A closed one stays closed, since its readers have seen that it is closed. Throws
 * AppError `not_found`, `conflict` or `invalid_request`.
 */
export async function changeShare(
  userId: string,
  shareId: string,
  change: ShareEdit,
  now = new Date(),
): Promise<Share> {
  const changed = await changeShareExpiry(userId, shareId, readExpiry(change.expiresAt, now), now);
  const record = await findShare(userId, shareId);
  if (record === null) throw new AppError('not_found');
  if (!changed)
    throw new AppError('conflict', {
      message: 'This link has been revoked or has expired. Create a new one.',
    });
  return toShare(record, now);
}

/** Closes the link for good and removes its copy. Throws AppError `not_found`, also the second time. */
export async function revokeShare(userId: string, shareId: string, now = new Date()): Promise<void> {
  if ((await revokeShares(userId, { ids: [shareId] }, now)) === 0) throw new AppError('not_found');
  forgetCopies([shareId]);
}

export async function revokeAllShares(userId: string, now = new Date()): Promise<{ revoked: number }> {
  const revoked = await revokeShares(userId, {}, now);
  if (revoked > 0) forgetCopies('all');
  return { revoked };
}

/** When a link ends whose owner has not said when. */
async function usualExpiry(userId: string, now: Date): Promise<Date | null> {
  const days = (await findUser(userId))?.linkDays ?? null;
  return days === null ? null : new Date(now.getTime() + days * DAY_MS);
}

function readExpiry(expiresAt: string | null, now: Date): Date | null {
  if (expiresAt === null) return null;
  const date = new Date(expiresAt);
  if (date <= now) {
    throw new AppError('invalid_request', { message: 'Pick a time in the future.', param: 'expiresAt' });
  }
  return date;
}

function toShare(record: ShareRecord, now: Date): Share {
  const { id, kind, title, createdAt, expiresAt, revokedAt, views, lastViewedAt } = record;
  const status = statusOf(record, now);
  return {
    id,
    kind: kind === 'comparison' || kind === 'document' ? kind : 'run',
    status,
    path: status === 'open' ? pathOf(record) : null,
    runId: record.runId,
    comparisonId: record.comparisonId,
    documentId: record.documentId,
    title,
    promptPreview: record.promptPreview,
    model: record.model,
    about: record.about,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    views,
    lastViewedAt: lastViewedAt?.toISOString() ?? null,
  };
}

function statusOf({ revokedAt, expiresAt }: ShareRecord, now: Date): Share['status'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'open';
}

/**
 * When the master key is lost, the link still works for readers who have it; only its address cannot be shown
 * again.
 */
function pathOf({ id, userId, sealedSlug }: ShareRecord): string | null {
  try {
    return `/s/${openSlug(sealedSlug, { userId, shareId: id })}`;
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    logger.error({ err: error, shareId: id }, "couldn't decrypt a link's slug");
    return null;
  }
}

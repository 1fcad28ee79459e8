import type { DbTransaction } from '@/lib/platform/db/client';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { broadcast, onBroadcast } from '@/lib/platform/server/redis/messages';

/**
 * Something that keeps seeing an account's data after one answer: a session or an API token with an open
 * stream. When the access is closed, its streams end at once.
 */
export interface Access {
  readonly userId: string;
  readonly kind: 'session' | 'token';
  /** Id of the session or the token. */
  readonly id: string;
  /** Value of `accessEndings` before the access was looked up. */
  readonly endingsBefore: number;
  /**
   * Looks it up again.
   * @param db a transaction that writes in its name. A token cannot be revoked before that is committed, so that what is
   * done when it is revoked finds what was written.
   */
  readonly isOpen: (db?: DbTransaction) => Promise<boolean>;
}

interface OpenStreams {
  /** How often any access was closed. */
  endings: number;
  readonly byUser: Map<string, Map<() => void, Access>>;
}

const open = () => perProcess<OpenStreams>('open-streams', () => ({ endings: 0, byUser: new Map() }));

/** How often any access was closed in this process. Read it before looking an access up. */
export function accessEndings(): number {
  return open().endings;
}

/**
 * How often an open access is looked up again: another process can close it, and a token expires by itself.
 */
const LOOK_AGAIN_MS = 15_000;

/** After such a wait, another process may have closed an access without this one having heard of it. */
const LONG_WAIT_MS = 1_000;

/**
 * For after the body of a request has come, which takes as long as its sender likes. Throws AppError `not_signed_in` when the
 * access was closed meanwhile.
 * @param since of `performance.now()`: from when on the body was read
 */
export async function checkStillOpen(access: Access, since: number): Promise<void> {
  const isShort = performance.now() - since < LONG_WAIT_MS;
  if (!isShort || open().endings !== access.endingsBefore) await checkOpen(access);
}

/** Throws AppError `not_signed_in` when it was closed; `db` as `isOpen` takes it. */
export async function checkOpen(access: Access, db?: DbTransaction): Promise<void> {
  if (!(await access.isOpen(db))) throw accessClosed(access);
}

/** What somebody is told whose access was closed before they had their answer. */
export function accessClosed({ kind }: Pick<Access, 'kind'>): AppError {
  return new AppError('not_signed_in', kind === 'token' ? { message: 'This API token was revoked.' } : {});
}

/**
 * Calls `close` once when the access is closed; the returned function cancels that. Also covers an access
 * that was closed between its look-up and this call, for example by a change of password while the first
 * answer was being made.
 */
export function whileOpen(access: Access, close: () => void): () => void {
  const streams = open();
  const ofUser = streams.byUser.get(access.userId) ?? new Map<() => void, Access>();
  streams.byUser.set(access.userId, ofUser);
  const closeOnce = () => {
    forget();
    close();
  };
  const lookAgain = async (): Promise<void> => {
    try {
      if (!(await access.isOpen()) && ofUser.has(closeOnce)) closeOnce();
    } catch (error) {
      // The next look-up may succeed.
      logger.warn({ err: error }, "couldn't check a stream's access");
    }
  };
  const timer = setInterval(lookAgain, LOOK_AGAIN_MS);
  timer.unref();
  const forget = () => {
    clearInterval(timer);
    if (ofUser.delete(closeOnce) && ofUser.size === 0 && streams.byUser.get(access.userId) === ofUser) {
      streams.byUser.delete(access.userId);
    }
  };
  ofUser.set(closeOnce, access);
  if (streams.endings !== access.endingsBefore) void lookAgain();
  return forget;
}

/** Which accesses of a user: all, those of one kind, or one of them. */
export interface WhichAccess {
  readonly kind?: Access['kind'];
  readonly id?: string;
}

/** Ends the open streams of this user, on every server. Call it after the database has been changed. */
export function closeAccess(userId: string, which: WhichAccess = {}): void {
  closeHere(userId, which);
  broadcast('access-closed', { userId, which: { ...which } });
}

function closeHere(userId: string, { kind, id }: WhichAccess): void {
  const streams = open();
  streams.endings += 1;
  for (const [close, access] of [...(streams.byUser.get(userId) ?? [])]) {
    if ((kind ?? access.kind) === access.kind && (id ?? access.id) === access.id) close();
  }
}

/** Ends the streams of this user's sessions; streams opened by their API tokens continue. */
export function closeSessions(userId: string): void {
  closeAccess(userId, { kind: 'session' });
}

/** From now on, what other servers close is closed here too. */
export function shareAccess(): void {
  onBroadcast('access-closed', (body) => {
    const { userId, which } = body as { userId: string; which: WhichAccess };
    closeHere(userId, which);
  });
}

import { logger } from '@/lib/server/log';
import { perProcess } from '@/lib/server/per-process';

/**
 * What may see something of an account for longer than one answer takes: a session or an API token with an open stream.
 * When it is closed, its streams end at once.
 */
export interface Access {
  readonly userId: string;
  readonly kind: 'session' | 'token';
  /** Of the session or the token. */
  readonly id: string;
  /** What `accessEndings` was before the access was looked up. */
  readonly endingsBefore: number;
  /** Looks it up again. */
  readonly isOpen: () => Promise<boolean>;
}

interface OpenStreams {
  /** Counts how often any access was closed. */
  endings: number;
  readonly byUser: Map<string, Map<() => void, Access>>;
}

const open = () => perProcess<OpenStreams>('open-streams', () => ({ endings: 0, byUser: new Map() }));

/** How often any access was closed in this process; to be read before one is looked up. */
export function accessEndings(): number {
  return open().endings;
}

/**
 * Calls `close`, once, when the access is closed; what is returned takes that back. Also when it was closed between its
 * look-up and this call, as by a change of password while the first answer was being made.
 */
export function whileOpen(access: Access, close: () => void): () => void {
  const streams = open();
  const ofUser = streams.byUser.get(access.userId) ?? new Map<() => void, Access>();
  streams.byUser.set(access.userId, ofUser);
  ofUser.set(close, access);
  const forget = () => {
    if (ofUser.delete(close) && ofUser.size === 0) streams.byUser.delete(access.userId);
  };
  if (streams.endings !== access.endingsBefore) {
    access.isOpen().then(
      (isOpen) => {
        if (!isOpen && ofUser.has(close)) close();
      },
      (error: unknown) => {
        logger.warn({ err: error }, 'access of a stream not looked up');
        if (ofUser.has(close)) close();
      },
    );
  }
  return forget;
}

/** Ends the open streams of this user that `isClosed` names; to be called after the database knows of it. */
export function closeAccess(userId: string, isClosed: (access: Access) => boolean = () => true): void {
  const streams = open();
  streams.endings += 1;
  const ofUser = streams.byUser.get(userId);
  if (ofUser === undefined) return;
  for (const [close, access] of [...ofUser]) {
    if (!isClosed(access)) continue;
    ofUser.delete(close);
    close();
  }
  if (ofUser.size === 0) streams.byUser.delete(userId);
}

/** Ends what streams to the sessions of this user; what their API tokens opened goes on. */
export function closeSessions(userId: string): void {
  closeAccess(userId, ({ kind }) => kind === 'session');
}

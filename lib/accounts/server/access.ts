import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';

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

/** Access can be closed by another process, and a token expires by itself: so often that is looked up. */
const LOOK_AGAIN_MS = 15_000;

/**
 * Calls `close`, once, when the access is closed; what is returned takes that back. Also when it was closed between its
 * look-up and this call, as by a change of password while the first answer was being made.
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
      // The next look may tell.
      logger.warn({ err: error }, 'access of a stream not looked up');
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

/** Ends the open streams of this user that `isClosed` names; to be called after the database knows of it. */
export function closeAccess(userId: string, isClosed: (access: Access) => boolean = () => true): void {
  const streams = open();
  streams.endings += 1;
  for (const [close, access] of [...(streams.byUser.get(userId) ?? [])]) {
    if (isClosed(access)) close();
  }
}

/** Ends what streams to the sessions of this user; what their API tokens opened goes on. */
export function closeSessions(userId: string): void {
  closeAccess(userId, ({ kind }) => kind === 'session');
}

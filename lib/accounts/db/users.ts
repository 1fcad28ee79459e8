import { uuidv7 } from 'uuidv7';
import { type DbTransaction, getDb, isUniqueViolation } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { asBoolean, asDate, type HotRow, hotRow } from '@/lib/platform/db/hot';

/** A person, or a guest. */
export interface UserRecord {
  readonly id: string;
  readonly name: string | null;
  /** Lower case; null for guests, and for accounts whose provider gave no address. */
  readonly email: string | null;
  readonly passwordHash: string | null;
  readonly isGuest: boolean;
  /** A session that holds another number is over. */
  readonly sessionVersion: number;
  /** Tokens per second of the practice model; null = the server's default. */
  readonly practicePace: number | null;
  /** How many days a new link stays open; null = until it is revoked. */
  readonly linkDays: number | null;
  readonly createdAt: Date;
}

/** What a `UserRecord` is read from. */
export const userFields = {
  id: true,
  name: true,
  email: true,
  passwordHash: true,
  isGuest: true,
  sessionVersion: true,
  practicePace: true,
  linkDays: true,
  createdAt: true,
} as const;

export type CreateUserResult = { ok: true; user: UserRecord } | { ok: false; reason: 'email_taken' };

/**
 * `email` in lower case. When two people sign up with one e-mail at the same time, the database's index lets
 * only one through.
 */
export async function createUser(input: {
  email?: string | null;
  passwordHash?: string | null;
  name?: string | null;
  isGuest: boolean;
}): Promise<CreateUserResult> {
  try {
    return {
      ok: true,
      user: await getDb().user.create({ data: { id: uuidv7(), ...input }, select: userFields }),
    };
  } catch (error) {
    if (isUniqueViolation(error)) return { ok: false, reason: 'email_taken' };
    throw error;
  }
}

export function findUser(id: string): Promise<UserRecord | null> {
  return getDb().user.findUnique({ where: { id }, select: userFields });
}

/**
 * The user of a session, in one query. Null when the user is gone, has signed this session out, or has ended
 * all sessions of that version.
 */
export async function findUserOfSession(
  id: string,
  { sessionVersion, sessionId }: { sessionVersion: number; sessionId: string },
  db?: DbTransaction,
): Promise<UserRecord | null> {
  type Row = HotRow<UserRecord, 'isGuest' | 'createdAt'>;
  const statement = Prisma.sql`
    SELECT "id", "name", "email", "passwordHash", "isGuest", "sessionVersion", "practicePace", "linkDays", "createdAt"
    FROM "User" WHERE "id" = ${id} AND "sessionVersion" = ${sessionVersion} AND NOT EXISTS (
      SELECT 1 FROM "EndedSession" WHERE "EndedSession"."id" = ${sessionId} AND "EndedSession"."userId" = "User"."id")`;
  const row = db ? ((await db.$queryRaw<Row[]>(statement))[0] ?? null) : await hotRow<Row>(statement);
  return row && { ...row, isGuest: asBoolean(row.isGuest), createdAt: asDate(row.createdAt) };
}

/** `email` in lower case. */
export function findUserByEmail(email: string): Promise<UserRecord | null> {
  return getDb().user.findUnique({ where: { email }, select: userFields });
}

export type ClaimGuestResult = CreateUserResult | { ok: false; reason: 'not_a_guest' };

/**
 * Makes a guest a full account and keeps everything that is theirs. The same statement checks `isGuest`, so
 * only one of two simultaneous claims succeeds. The guest's sessions end: anyone who knew one of them (it may
 * have been planted) must not get into the account.
 */
export async function claimGuest(
  userId: string,
  claim: { email?: string | null; passwordHash?: string | null; name?: string | null },
): Promise<ClaimGuestResult> {
  try {
    const { count } = await getDb().user.updateMany({
      where: { id: userId, isGuest: true },
      data: { ...claim, isGuest: false, sessionVersion: { increment: 1 } },
    });
    const user = count === 1 ? await findUser(userId) : null;
    return user === null ? { ok: false, reason: 'not_a_guest' } : { ok: true, user };
  } catch (error) {
    if (isUniqueViolation(error)) return { ok: false, reason: 'email_taken' };
    throw error;
  }
}

/**
 * Fields that are absent stay as they are. A new password ends every session in the same statement, so that
 * no session outlives the old password when the server dies in between. Null when there is no such user.
 */
export async function updateUser(
  userId: string,
  patch: Partial<Pick<UserRecord, 'name' | 'practicePace' | 'linkDays' | 'passwordHash'>>,
): Promise<UserRecord | null> {
  const endsSessions = patch.passwordHash !== undefined;
  await getDb().user.updateMany({
    where: { id: userId },
    data: { ...patch, ...(endsSessions && { sessionVersion: { increment: 1 } }) },
  });
  return findUser(userId);
}

/** Ends every session of the user. Returns the number that new sessions carry; 0 when there is no such user. */
export async function raiseSessionVersion(userId: string): Promise<number> {
  await getDb().user.updateMany({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
  return (await findUser(userId))?.sessionVersion ?? 0;
}

/** Deletes the user with everything that is theirs: connections, keys, runs, presets, sign-ins. */
export async function deleteUser(userId: string): Promise<boolean> {
  const { count } = await getDb().user.deleteMany({ where: { id: userId } });
  return count === 1;
}

const HOUR_MS = 3_600_000;

/** Notes that the user is still here, at most once an hour, so that reading a page does not become a write. */
export async function touchUser(userId: string): Promise<void> {
  const now = Date.now();
  await getDb().user.updateMany({
    where: { id: userId, lastSeenAt: { lt: new Date(now - HOUR_MS) } },
    data: { lastSeenAt: new Date(now) },
  });
}

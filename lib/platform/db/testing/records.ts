import { uuidv7 } from 'uuidv7';
import { createUser, type UserRecord } from '@/lib/accounts/db/users';
import type { NewConnection } from '@/lib/connections/db/connections';
import type { NewRun } from '@/lib/runs/db/insert-run';
import { getDb } from '../client';
import { toStored } from '../stored-json';

/** A guest with a row in the database. */
export async function aUser(): Promise<UserRecord> {
  const created = await createUser({ isGuest: true });
  if (!created.ok) throw new Error(created.reason);
  return created.user;
}

export function aConnection(fields: Partial<NewConnection> = {}): NewConnection {
  const id = uuidv7();
  return {
    id,
    name: `Connection ${id}`,
    kind: 'custom',
    baseUrl: 'https://api.example.org/v1',
    origin: 'https://api.example.org',
    sealedKey: null,
    keyLast4: null,
    sealedHeaders: null,
    headerNames: '',
    isDefault: false,
    runsAtOnce: null,
    ...fields,
  };
}

export function aRun(userId: string, fields: Partial<NewRun> = {}): NewRun {
  return {
    id: uuidv7(),
    userId,
    source: 'playground',
    sourceName: null,
    connectionId: 'practice',
    connectionName: 'Practice model',
    model: 'practice',
    request: { model: 'practice', prompt: 'Once upon a time', stream: true },
    retries: null,
    idempotencyKey: null,
    idempotencyHash: null,
    parentId: null,
    branch: null,
    processId: 'this process',
    choiceCount: 1,
    promptPreview: 'Once upon a time',
    ...fields,
  };
}

/** A shared link as it is stored. */
export async function insertShare(row: {
  id: string;
  userId: string;
  slugHash: string;
  sealedSlug: string;
  title: string | null;
  snapshot: object | null;
  runId?: string;
  documentId?: string;
  expiresAt?: Date;
  revokedAt?: Date;
}): Promise<void> {
  await getDb().share.create({ data: { ...row, snapshot: toStored(row.snapshot) } });
}

/** How often a link was seen, and when last. */
export async function viewsOfShare(id: string): Promise<{ views: number; lastViewedAt: Date | null }> {
  const { views, lastViewedAt } = await getDb().share.findUniqueOrThrow({ where: { id } });
  return { views, lastViewedAt };
}

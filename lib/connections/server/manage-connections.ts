import { uuidv7 } from 'uuidv7';
import {
  type ConnectionRecord,
  deleteConnection as deleteRecord,
  findConnection,
  insertConnection,
  listConnections,
  updateConnection as updateRecord,
} from '@/lib/connections/db/connections';
import type { Connection, CreateConnection, UpdateConnection } from '@/lib/connections/model/connections';
import { AppError } from '@/lib/platform/model/app-error';
import { normalizeBaseUrl } from './base-url';
import { builtInConnections } from './built-in-connections';
import { sealKey } from './secret-box';

/** A person's connections, as the page sees and changes them. */

const MAX_CONNECTIONS = 50;

/** All connections of this person, the built-in ones first. Without a user: only the built-in ones. */
export async function listConnectionsFor(userId: string | null): Promise<Connection[]> {
  const own = userId === null ? [] : (await listConnections(userId)).map(toConnection);
  const hasDefault = own.some((connection) => connection.isDefault);
  return [...builtInConnections({ isDefault: !hasDefault }), ...own];
}

/** A row as the page sees it: of the key, only whether there is one. */
function toConnection(record: ConnectionRecord): Connection {
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    baseUrl: record.baseUrl,
    keyLast4: record.keyLast4,
    hasKey: record.sealedKey !== null,
    isDefault: record.isDefault,
    builtIn: false,
    defaultModel: null,
  };
}

/** Throws AppError: `address_refused`, `conflict` (the name is taken, or there are too many). */
export async function createConnection(userId: string, input: CreateConnection): Promise<Connection> {
  const existing = await listConnections(userId);
  if (existing.length >= MAX_CONNECTIONS) {
    throw new AppError('conflict', {
      message: `You can have up to ${MAX_CONNECTIONS} connections. Delete one first.`,
    });
  }
  const id = uuidv7();
  const { baseUrl, origin } = normalizeBaseUrl(input.baseUrl);
  const inserted = await insertConnection(userId, {
    id,
    name: input.name,
    kind: input.kind,
    baseUrl,
    origin,
    ...sealed(input.key, { userId, connectionId: id, origin }),
    isDefault: input.isDefault ?? false,
  });
  if (!inserted.ok) throw inserted.reason === 'name_taken' ? nameTaken() : new AppError('not_signed_in');
  return toConnection(inserted.connection);
}

/**
 * Changes what is given. A key belongs to its origin: when the address leads to another server, the key must
 * be entered again, so that nobody can have it sent to a server of their choosing.
 * Throws AppError: `not_found`, `key_needed`, `address_refused`, `conflict`.
 */
export async function updateConnection(
  userId: string,
  connectionId: string,
  input: UpdateConnection,
): Promise<Connection> {
  const record = await findConnection(userId, connectionId);
  if (!record) throw new AppError('not_found');
  const address = input.baseUrl === undefined ? record : normalizeBaseUrl(input.baseUrl);
  const keepsKey = input.key === undefined || input.key === '';
  if (keepsKey && record.sealedKey !== null && address.origin !== record.origin) {
    throw new AppError('key_needed', { param: 'key' });
  }
  const updated = await updateRecord(userId, connectionId, {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.isDefault === undefined ? {} : { isDefault: input.isDefault }),
    ...(input.baseUrl === undefined ? {} : { baseUrl: address.baseUrl, origin: address.origin }),
    ...(keepsKey ? {} : sealed(input.key, { userId, connectionId, origin: address.origin })),
  });
  if (!updated.ok) throw updated.reason === 'name_taken' ? nameTaken() : new AppError('not_found');
  return toConnection(updated.connection);
}

/** Throws AppError `not_found`. Runs that were made on it stay. */
export async function deleteConnection(userId: string, connectionId: string): Promise<void> {
  if (!(await deleteRecord(userId, connectionId))) throw new AppError('not_found');
}

function sealed(
  key: string | null | undefined,
  owner: Parameters<typeof sealKey>[1],
): Pick<ConnectionRecord, 'sealedKey' | 'keyLast4'> {
  if (!key) return { sealedKey: null, keyLast4: null };
  // Four characters would be too much of a short key.
  return { sealedKey: sealKey(key, owner), keyLast4: key.length >= 12 ? key.slice(-4) : null };
}

function nameTaken(): AppError {
  return new AppError('conflict', {
    message: 'You already have a connection with this name.',
    param: 'name',
  });
}

import { uuidv7 } from 'uuidv7';
import {
  type ConnectionRecord,
  deleteConnection as deleteRecord,
  findConnection,
  insertConnection,
  listConnections,
  updateConnection as updateRecord,
} from '@/lib/connections/db/connections';
import {
  type Connection,
  type CreateConnection,
  keyHeaderOf,
  type UpdateConnection,
} from '@/lib/connections/model/connections';
import type { Header } from '@/lib/connections/model/header-rules';
import { AppError } from '@/lib/platform/model/app-error';
import { normalizeBaseUrl } from './base-url';
import { builtInConnections } from './built-in-connections';
import { changedHeaders, headerNames, readHeaders, refuseClash, storeHeaders } from './connection-headers';
import { type KeyOwner, SealError, sealKey } from './secret-box';

/** A person's connections, as the page sees and changes them. */

const MAX_CONNECTIONS = 50;

/** All connections of this person, the built-in ones first. Without a user: only the built-in ones. */
export async function listConnectionsFor(userId: string | null): Promise<Connection[]> {
  const own = userId === null ? [] : (await listConnections(userId)).map(toConnection);
  const hasDefault = own.some((connection) => connection.isDefault);
  return [...builtInConnections({ isDefault: !hasDefault }), ...own];
}

/** A row as the page sees it: of the key, only whether there is one; of the headers, only their names. */
function toConnection(record: ConnectionRecord): Connection {
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    baseUrl: record.baseUrl,
    keyLast4: record.keyLast4,
    hasKey: record.sealedKey !== null,
    headerNames: headerNames(record),
    isDefault: record.isDefault,
    runsAtOnce: record.runsAtOnce,
    builtIn: false,
    defaultModel: null,
  };
}

/** Throws AppError: `address_refused`, `invalid_request`, `conflict` (the name is taken, or there are too many). */
export async function createConnection(userId: string, input: CreateConnection): Promise<Connection> {
  const existing = await listConnections(userId);
  if (existing.length >= MAX_CONNECTIONS) {
    throw new AppError('conflict', {
      message: `You can have up to ${MAX_CONNECTIONS} connections. Delete one first.`,
    });
  }
  const id = uuidv7();
  const { baseUrl, origin } = normalizeBaseUrl(input.baseUrl);
  const { headers = [] } = input;
  refuseClash(headers, { hasKey: Boolean(input.key), keyHeader: keyHeaderOf(input.kind) });
  const owner = { userId, connectionId: id, origin };
  const inserted = await insertConnection(userId, {
    id,
    name: input.name,
    kind: input.kind,
    baseUrl,
    origin,
    ...sealed(input.key, owner),
    ...storeHeaders(headers, owner),
    isDefault: input.isDefault ?? false,
    runsAtOnce: input.runsAtOnce ?? null,
  });
  if (!inserted.ok) throw inserted.reason === 'name_taken' ? nameTaken() : new AppError('not_signed_in');
  return toConnection(inserted.connection);
}

/**
 * Changes what is given. A key belongs to its origin, and so do the headers: when the address leads to another
 * server, they must be entered again, so that nobody can have them sent to a server of their choosing.
 * Throws AppError: `not_found`, `key_needed`, `address_refused`, `invalid_request`, `conflict`.
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
  const owner = { userId, connectionId, origin: address.origin };
  const headers = headersAfter(input, record, owner);
  refuseClash(headers ?? headerNames(record).map((name) => ({ name })), {
    hasKey: keepsKey ? record.sealedKey !== null : input.key !== null,
    keyHeader: keyHeaderOf(record.kind),
  });
  const updated = await updateRecord(userId, connectionId, {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.isDefault === undefined ? {} : { isDefault: input.isDefault }),
    ...(input.runsAtOnce === undefined ? {} : { runsAtOnce: input.runsAtOnce }),
    ...(input.baseUrl === undefined ? {} : { baseUrl: address.baseUrl, origin: address.origin }),
    ...(keepsKey ? {} : sealed(input.key, owner)),
    ...(headers === null ? {} : storeHeaders(headers, owner)),
  });
  if (!updated.ok) throw updated.reason === 'name_taken' ? nameTaken() : new AppError('not_found');
  return toConnection(updated.connection);
}

/** The headers to store; null leaves them as they are. Throws AppError `key_needed`, `invalid_request`. */
function headersAfter(
  { headers: changes }: UpdateConnection,
  record: ConnectionRecord,
  owner: KeyOwner,
): Header[] | null {
  const keepsSome = changes === undefined || changes.some(({ value }) => value === null);
  if (record.sealedHeaders !== null && keepsSome && owner.origin !== record.origin) throw headersNeeded();
  if (changes === undefined) return null;
  if (!keepsSome) return changedHeaders(changes, []);
  try {
    return changedHeaders(changes, readHeaders(record, owner));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new AppError('key_needed', {
      message: "The stored headers can't be decrypted. Enter all values again.",
      param: 'headers',
    });
  }
}

function headersNeeded(): AppError {
  return new AppError('key_needed', {
    message: 'The base URL points to a different server. Enter the header values again.',
    param: 'headers',
  });
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

import { findUser } from '@/lib/accounts/db/users';
import { findConnection } from '@/lib/connections/db/connections';
import { PRACTICE_CONNECTION_ID, SERVER_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { type CreateConnection, keyHeaderOf } from '@/lib/connections/model/connections';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { callOrigin } from '@/lib/protocol/request/completions-url';
import { normalizeBaseUrl } from './base-url';
import { serverConnection } from './built-in-connections';
import { refuseClash } from './connection-headers';
import { openSecrets } from './open-secrets';
import type { UpstreamTarget } from './upstream/target';

/** A connection ready for use, with its key and headers decrypted: never log or serialize it. */
export interface ResolvedConnection extends UpstreamTarget {
  readonly kind: string;
}

/**
 * Opens a connection for its owner; a visitor without a session has the built-in ones only. Throws AppError:
 * `not_found` (also for another tenant's), or `key_needed` when the stored key or headers do not open (a master key
 * was removed, or the row was moved).
 */
export async function resolveConnection(
  userId: string | null,
  connectionId: string,
): Promise<ResolvedConnection> {
  if (connectionId === PRACTICE_CONNECTION_ID) return practice(userId);
  if (connectionId === SERVER_CONNECTION_ID) return servers(userId);
  if (userId === null) throw new AppError('not_signed_in');
  const record = await findConnection(userId, connectionId);
  if (!record) throw new AppError('not_found', { message: 'This connection was deleted. Choose another.' });
  // Computed from the address that calls go to, not from another column of the row: someone who can write
  // rows must not be able to send a key elsewhere.
  const origin = callOrigin(record.baseUrl) ?? '';
  const owner = { userId, connectionId: record.id, origin };
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    baseUrl: record.baseUrl,
    ...openSecrets(record, owner),
    keyHeader: keyHeaderOf(record.kind),
    isPractice: false,
    isServers: false,
    practiceTokensPerSecond: env.practiceTokensPerSecond,
  };
}

const NO_HEADERS = { keyHeader: 'authorization', headers: [] } as const;

async function practice(userId: string | null): Promise<ResolvedConnection> {
  const user = userId === null ? null : await findUser(userId);
  return {
    id: PRACTICE_CONNECTION_ID,
    name: 'Practice model',
    kind: 'practice',
    baseUrl: '',
    key: null,
    ...NO_HEADERS,
    isPractice: true,
    isServers: false,
    practiceTokensPerSecond: user?.practicePace ?? env.practiceTokensPerSecond,
  };
}

function servers(userId: string | null): ResolvedConnection {
  // When guests are not allowed, the server's key is only for people who have signed in.
  if (userId === null && !env.allowGuests) throw new AppError('not_signed_in');
  const server = serverConnection();
  if (!server)
    throw new AppError('not_found', { message: 'The playground no longer has a built-in connection.' });
  return {
    id: SERVER_CONNECTION_ID,
    name: server.name,
    kind: 'r9s',
    baseUrl: server.baseUrl,
    key: server.key,
    ...NO_HEADERS,
    isPractice: false,
    isServers: true,
    practiceTokensPerSecond: env.practiceTokensPerSecond,
  };
}

/**
 * A connection that is still being filled in, for a test before it is saved. Throws AppError
 * `address_refused`, `invalid_request`.
 */
export function draftConnection({
  name,
  kind,
  baseUrl,
  key,
  headers = [],
}: CreateConnection): ResolvedConnection {
  const keyHeader = keyHeaderOf(kind);
  refuseClash(headers, { hasKey: Boolean(key), keyHeader });
  return {
    id: 'draft',
    name,
    kind,
    baseUrl: normalizeBaseUrl(baseUrl).baseUrl,
    key: key || null,
    keyHeader,
    headers,
    isPractice: false,
    isServers: false,
    practiceTokensPerSecond: env.practiceTokensPerSecond,
  };
}

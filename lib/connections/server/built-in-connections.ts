import { PRACTICE_CONNECTION_ID, SERVER_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Connection } from '@/lib/connections/model/connections';
import { env } from '@/lib/platform/env/env';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';

/** Where the official SDKs send a request when no base URL is set. */
const R9S_BASE_URL = 'https://api.r9s.ai';

export interface ServerConnection {
  readonly name: string;
  readonly baseUrl: string;
  readonly key: string | null;
  readonly model: string | null;
}

/** The connection that this server's owner set up for everyone (`R9S_API_KEY`, `R9S_BASE_URL`, `R9S_MODEL`), if any. */
export function serverConnection(): ServerConnection | null {
  if (!env.r9sApiKey && !env.r9sBaseUrl) return null;
  const baseUrl = (env.r9sBaseUrl ?? R9S_BASE_URL).replace(/\/+$/, '');
  return {
    name: new URL(baseUrl).hostname.endsWith('r9s.ai') ? 'r9s (this server)' : 'This server',
    baseUrl,
    key: env.r9sApiKey ?? null,
    model: env.r9sModel ?? null,
  };
}

/**
 * The connections that need no row. The one for newcomers is the default while the person has none of their
 * own: the server's if there is one, else the practice model.
 */
export function builtInConnections({ isDefault }: { isDefault: boolean }): Connection[] {
  const server = serverConnection();
  const common = { keyLast4: null, headerNames: [], runsAtOnce: null, builtIn: true };
  const practice: Connection = {
    ...common,
    id: PRACTICE_CONNECTION_ID,
    name: 'Practice model',
    kind: 'practice',
    baseUrl: '',
    hasKey: false,
    isDefault: isDefault && server === null,
    defaultModel: PRACTICE_MODEL_ID,
  };
  if (server === null) return [practice];
  return [
    practice,
    {
      ...common,
      id: SERVER_CONNECTION_ID,
      name: server.name,
      kind: 'r9s',
      baseUrl: server.baseUrl,
      hasKey: server.key !== null,
      isDefault,
      defaultModel: server.model,
    },
  ];
}

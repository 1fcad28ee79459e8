import { rulesOfKind } from '@/lib/connections/model/rules-of-kind';
import type { Rules } from '@/lib/protocol/request/completion-request';
import { getConnections } from './connection-list';

/** Which bounds a request to this connection has to keep; the narrow ones while none is chosen. */
export function rulesOfConnection(connectionId: string | null): Rules {
  return connectionId === null
    ? 'openai'
    : rulesOfKind(getConnections().find(({ id }) => id === connectionId)?.kind);
}

import { getConnections } from '@/lib/connections/client/connection-list';
import { getDraft } from '@/lib/playground/client/draft-store';

/** The name of the connection that the next run uses. */
export function connectionNameOfDraft(): string | null {
  const { connectionId } = getDraft();
  return getConnections().find(({ id }) => id === connectionId)?.name ?? null;
}

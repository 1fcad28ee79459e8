import { noteFirstModel } from '@/lib/connections/client/recent-models';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { clearParameterError } from '@/lib/runs/client/parameter-errors';
import { changeDraft, getDraft } from './draft-store';

/** The next run goes to this connection; null: to the default one. An empty model: one has to be chosen. */
export function chooseConnection(connectionId: string | null, model: string): void {
  clearParameterError('model');
  changeDraft({ connectionId, model });
}

/**
 * The first connection that somebody adds takes over from the practice model; where the draft is on another one it was
 * chosen, and stays. Returns whether it did.
 */
export function takeFirstConnection(connectionId: string): boolean {
  const { connectionId: current } = getDraft();
  if (current !== null && current !== PRACTICE_CONNECTION_ID) return false;
  chooseConnection(connectionId, '');
  return true;
}

/** Its first model, once the server has listed it, unless something was chosen meanwhile. It is announced: it stays. */
export function takeFirstModel(connectionId: string, model: string): void {
  noteFirstModel(connectionId, model);
  const now = getDraft();
  if (now.connectionId === connectionId && now.model === '') chooseConnection(connectionId, model);
}

import { clearParameterError } from '@/lib/runs/client/parameter-errors';
import { changeDraft } from './draft-store';

/** The next run goes to this connection; an empty model: one has to be chosen. */
export function chooseConnection(connectionId: string, model: string): void {
  clearParameterError('model');
  changeDraft({ connectionId, model });
}

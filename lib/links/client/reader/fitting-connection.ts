import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Connection } from '@/lib/connections/model/connections';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';

export interface Fitting {
  readonly connectionId: string;
  readonly model: string;
  /** The link's model cannot run there: the practice model replaces it. */
  readonly standsIn: boolean;
}

/**
 * Where a shared run can run here. The practice model runs on itself; any other model runs on the current
 * connection or the default one; and without any of these, the practice model replaces it.
 *
 * @param model of the link; undefined when it was not shared
 * @param current the connection in use
 */
export function fittingConnection(
  connections: readonly Connection[],
  model: string | undefined,
  current: string | null,
): Fitting {
  const practice = { connectionId: PRACTICE_CONNECTION_ID, model: PRACTICE_MODEL_ID };
  if (model === PRACTICE_MODEL_ID) return { ...practice, standsIn: false };
  const real = connections.filter(({ id }) => id !== PRACTICE_CONNECTION_ID);
  const chosen = real.find(({ id }) => id === current) ?? real.find(({ isDefault }) => isDefault) ?? real[0];
  if (!chosen) return { ...practice, standsIn: model !== undefined };
  return { connectionId: chosen.id, model: model ?? chosen.defaultModel ?? '', standsIn: false };
}

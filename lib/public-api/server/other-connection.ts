import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import type { RunError } from '@/lib/protocol/run/run-events';
import { callName, headerValue } from './connection-name';
import { modelsByConnection } from './models-by-connection';

/** The caller waits for its refusal meanwhile. */
const PATIENCE_MS = 2_000;

/** A call that its upstream refused. */
export interface RefusedCall {
  readonly userId: string;
  /** The connection that it went through. */
  readonly connectionId: string;
  readonly model: string;
  readonly error: RunError;
}

/**
 * A sentence that names the caller's other connections with the model, when a call was refused because its
 * connection does not have it. Null: nothing of the kind is known.
 */
export async function otherConnectionHint({
  userId,
  connectionId,
  model,
  error,
}: RefusedCall): Promise<string | null> {
  if (!mayLackModel(error)) return null;
  const connections = await listConnectionsFor(userId);
  const lists = await modelsByConnection(userId, connections, AbortSignal.timeout(PATIENCE_MS));
  const having = lists.filter(({ models }) => models.some(({ id }) => id === model));
  if (having.some(({ connection }) => connection.id === connectionId)) return null;
  const names = having.map(({ connection }) => callName(connections, connection));
  const [first] = names;
  if (first === undefined) return null;
  const quoted = names.slice(0, 3).map((name) => `"${name}"`);
  const more = names.length > quoted.length ? ` and ${names.length - quoted.length} more` : '';
  const which =
    names.length === 1
      ? `Your connection ${quoted[0]} has this model`
      : `Your connections ${quoted.join(', ')}${more} have this model`;
  return `${which}: set the header "X-Connection: ${headerValue(first)}".`;
}

/**
 * OpenAI and vLLM answer 404 for a model they do not have, others 400 or another status, and say so in the
 * code, the parameter or the message.
 */
function mayLackModel({ status, code, param, message }: RunError): boolean {
  if (status === 404 || code === 'model_not_found') return true;
  return status === 400 && (param === 'model' || /\bmodels?\b/i.test(message));
}

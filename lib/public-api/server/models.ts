import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Connection } from '@/lib/connections/model/connections';
import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { listModels } from '@/lib/connections/server/upstream/list-models';
import { AppError } from '@/lib/platform/model/app-error';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import type { ApiCall } from './api-route';
import { callName } from './connection-name';
import { type ConnectionModels, modelsByConnection } from './models-by-connection';
import { chooseConnection } from './read-call';

interface WireModel {
  readonly id: string;
  readonly object: 'model';
  /** Seconds since 1970. The connection's server may know it, but our cached list does not include it. */
  readonly created: number;
  readonly owned_by: string;
  /**
   * Not in the protocol: the caller's connections that have this model, as `X-Connection` names them. The one
   * that a call without the header goes to is first, when it has the model.
   */
  readonly connections: readonly string[];
}

interface WireModels {
  readonly object: 'list';
  /** Each id once, since clients make a map of it. */
  readonly data: readonly WireModel[];
  /** Not in the protocol: connections whose models are missing, and why. Absent: none. */
  readonly unavailable?: readonly { readonly connection: string; readonly message: string }[];
}

/** The day the practice model was written, 2026-01-01. */
const PRACTICE_CREATED = 1_767_225_600;

/** How long the list waits for one connection's server. */
const PATIENCE_MS = 5_000;

/** Entries of one answer: fifty servers may each list thousands. */
const MAX_MODELS = 10_000;

/** Answers `GET /v1/models`: what all the caller's connections list, or the one that `X-Connection` names. */
export async function models(call: ApiCall): Promise<Response> {
  return Response.json(await modelsFor(call));
}

/** Answers `GET /v1/models/{model}`; a model's name may have slashes. */
export async function model(call: ApiCall): Promise<Response> {
  const id = [call.params.model ?? ''].flat().map(decode).join('/');
  const { data, unavailable } = await modelsFor(call);
  const found = data.find((one) => one.id === id);
  if (!found) {
    // The model may be on a server that does not answer just now.
    if (unavailable?.[0]) throw new AppError('unavailable', { message: unavailable[0].message });
    throw new AppError('not_found', {
      message: `The model "${id.slice(0, 300)}" does not exist.`,
      param: 'model',
    });
  }
  return Response.json(found);
}

async function modelsFor({ request, userId }: ApiCall): Promise<WireModels> {
  const connections = await listConnectionsFor(userId);
  const nameOf = (connection: Connection) => callName(connections, connection);
  if (request.headers.get('x-connection')?.trim()) {
    const id = await chooseConnection(userId, request.headers, null);
    const connection = connections.find((one) => one.id === id);
    if (!connection) throw new AppError('not_found');
    const { models: listed } = await listModels(await resolveConnection(userId, id));
    return { object: 'list', data: merged([{ connection, models: listed, problem: null }], nameOf) };
  }
  const lists = await modelsByConnection(userId, inOrder(connections), AbortSignal.timeout(PATIENCE_MS));
  const unavailable = lists.flatMap(({ connection, problem }) =>
    problem === null ? [] : [{ connection: nameOf(connection), message: problem }],
  );
  return {
    object: 'list',
    data: merged(lists, nameOf),
    ...(unavailable.length > 0 && { unavailable }),
  };
}

/** The default first, the practice model last. */
function inOrder(connections: readonly Connection[]): Connection[] {
  const rank = ({ id, isDefault }: Connection) => (id === PRACTICE_CONNECTION_ID ? 2 : isDefault ? 0 : 1);
  return [...connections].sort((one, other) => rank(one) - rank(other));
}

/** One entry for each id, described by the first connection that has it. */
function merged(
  lists: readonly ConnectionModels[],
  nameOf: (connection: Connection) => string,
): readonly WireModel[] {
  const found = new Map<string, WireModel>();
  for (const { connection, models: listed } of lists) {
    const isPractice = connection.id === PRACTICE_CONNECTION_ID;
    const name = nameOf(connection);
    for (const { id, ownedBy } of listed) {
      const known = found.get(id);
      if (!known) {
        if (found.size >= MAX_MODELS) continue;
        const created = isPractice ? PRACTICE_CREATED : 0;
        found.set(id, { id, object: 'model', created, owned_by: ownedBy ?? 'unknown', connections: [name] });
        continue;
      }
      // The practice model answers to its own name, whatever other connections call theirs.
      const isFirst = isPractice && id === PRACTICE_MODEL_ID;
      const names = isFirst ? [name, ...known.connections] : [...known.connections, name];
      found.set(id, { ...known, connections: names });
    }
  }
  return [...found.values()];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

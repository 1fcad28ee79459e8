import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { listModels } from '@/lib/connections/server/upstream/list-models';
import { AppError } from '@/lib/platform/model/app-error';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import type { ApiCall } from './api-route';
import { chooseConnection } from './read-call';

interface WireModel {
  readonly id: string;
  readonly object: 'model';
  /** Seconds since 1970. The connection's server may know it, but our cached list does not include it. */
  readonly created: number;
  readonly owned_by: string;
}

/** The day the practice model was written, 2026-01-01. */
const PRACTICE_CREATED = 1_767_225_600;

/** Answers `GET /v1/models`: what the connection's server lists, and the practice model. */
export async function models(call: ApiCall): Promise<Response> {
  return Response.json({ object: 'list', data: await modelsFor(call) });
}

/** Answers `GET /v1/models/{model}`; a model's name may have slashes. */
export async function model(call: ApiCall): Promise<Response> {
  const id = [call.params.model ?? ''].flat().map(decode).join('/');
  const found = (await modelsFor(call)).find((one) => one.id === id);
  if (!found) {
    throw new AppError('not_found', {
      message: `The model "${id.slice(0, 300)}" does not exist.`,
      param: 'model',
    });
  }
  return Response.json(found);
}

async function modelsFor({ request, userId }: ApiCall): Promise<WireModel[]> {
  const connectionId = await chooseConnection(userId, request.headers, null);
  const practice: WireModel = {
    id: PRACTICE_MODEL_ID,
    object: 'model',
    created: PRACTICE_CREATED,
    owned_by: 'completions-playground',
  };
  if (connectionId === PRACTICE_CONNECTION_ID) return [practice];
  const listed = await listModels(await resolveConnection(userId, connectionId));
  const theirs = listed.models.map(({ id, ownedBy }): WireModel => {
    return { id, object: 'model', created: 0, owned_by: ownedBy ?? 'unknown' };
  });
  return [...theirs.filter(({ id }) => id !== PRACTICE_MODEL_ID), practice];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

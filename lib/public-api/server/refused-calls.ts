import { LRUCache } from 'lru-cache';
import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { AppError, type AppErrorCode } from '@/lib/platform/model/app-error';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { perProcess } from '@/lib/platform/server/per-process';
import type { RunError } from '@/lib/protocol/run/run-events';
import { insertRefusedCall, pruneRefusedCalls, recountRefusedCall } from '@/lib/public-api/db/refused-calls';
import type { ApiCall } from './api-route';
import { decodeHeader } from './connection-name';
import { chooseConnection } from './read-call';
import { readRefusedRequest } from './refused-request';

/**
 * Calls that this server refused, in the caller's history: a program may hide its errors, and then the history
 * is where its owner looks. A client in a loop fills nothing (docs/decisions/0030): equal refusals are one entry
 * with a count, there are a few new ones a minute, and the oldest make place for the newest.
 */

const MAX_KEPT = 200;
/** An equal refusal joins the last one for this long. */
const SAME_MS = 60 * 60_000;

/** Nothing may be stored then, or the caller is nobody any more. That the storage is full is said on every page. */
const UNNOTED: ReadonlySet<AppErrorCode> = new Set([
  'disk_full',
  'storage_full',
  'unavailable',
  'internal',
  'not_signed_in',
]);

interface Entry {
  /** The run's id; null: it could not be stored. */
  id: Promise<string | null>;
  error: RunError;
  times: number;
  isWriting: boolean;
}

const entries = () =>
  perProcess('refused-calls', () => new LRUCache<string, Entry>({ max: 5_000, ttl: SAME_MS }));

/** Notes a refusal in the history. Never rejects: the answer is the same without it. */
export async function refusedCall(call: ApiCall, refusal: AppError): Promise<void> {
  try {
    await note(call, refusal);
  } catch (error) {
    call.log.warn({ err: error }, "couldn't record a rejected call");
  }
}

async function note(call: ApiCall, refusal: AppError): Promise<void> {
  if (UNNOTED.has(refusal.code)) return;
  const key = JSON.stringify([call.token.id, refusal.code, refusal.param, refusal.message]);
  const known = entries().get(key);
  if (known === undefined) return noteFirst(call, refusal, key);
  known.times += 1;
  await recount(call.userId, key, known);
}

async function noteFirst(call: ApiCall, refusal: AppError, key: string): Promise<void> {
  try {
    await limit('refusedCallsByUser').take(call.userId);
  } catch (error) {
    if (error instanceof AppError) return;
    throw error;
  }
  const { request, isCut } = readRefusedRequest(call.request);
  const error = runErrorOf(refusal, isCut);
  const insert = async () => {
    const row = { tokenName: call.token.name, request, error, ...(await connectionOf(call, request.model)) };
    return insertRefusedCall(call.userId, row);
  };
  const entry: Entry = { id: insert(), error, times: 1, isWriting: false };
  entries().set(key, entry);
  try {
    await entry.id;
    await pruneRefusedCalls(call.userId, MAX_KEPT);
  } catch (fault) {
    entries().delete(key);
    throw fault;
  }
}

/** Writes the count; while one write is under way, the others only count. */
async function recount(userId: string, key: string, entry: Entry): Promise<void> {
  if (entry.isWriting) return;
  entry.isWriting = true;
  try {
    const id = await entry.id;
    for (let written = 0; written < entry.times; ) {
      written = entry.times;
      const isThere =
        id !== null && (await recountRefusedCall(userId, id, { ...entry.error, times: written }));
      // It was deleted: the next one begins anew.
      if (!isThere) entries().delete(key);
    }
  } finally {
    entry.isWriting = false;
  }
}

function runErrorOf({ code, message, status, param, retryAfterMs }: AppError, isCut: boolean): RunError {
  return {
    kind: 'refused',
    message: isCut ? `${message} (Only the beginning of the prompt was saved.)` : message,
    status,
    code,
    type: null,
    param: param ?? null,
    retryAfterMs: retryAfterMs ?? null,
    requestId: null,
    rawBody: null,
  };
}

/** Where the call would have gone; a connection that is not there by the name that was asked for. */
async function connectionOf({ userId, request }: ApiCall, model: string) {
  try {
    const id = await chooseConnection(userId, request.headers, model);
    const connections = await listConnectionsFor(userId);
    return { connectionId: id, connectionName: connections.find((one) => one.id === id)?.name ?? id };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const named = decodeHeader(request.headers.get('x-connection')?.trim() ?? '').replaceAll('\0', '');
    return { connectionId: 'none', connectionName: named.slice(0, 80) || 'none' };
  }
}

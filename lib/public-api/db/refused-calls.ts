import { uuidv7 } from 'uuidv7';
import { getDb, isForeignKeyViolation } from '@/lib/platform/db/client';
import { toStored } from '@/lib/platform/db/stored-json';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { expectedChoices } from '@/lib/protocol/request/completion-request';
import type { RunError } from '@/lib/protocol/run/run-events';
import { outputPreview, promptPreview } from '@/lib/runs/db/preview';
import { nextPosition } from '@/lib/runs/db/run-position';

/** Refused calls of the public API: runs with the status `refused` that never ran. */

export interface RefusedCallRow {
  readonly tokenName: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly request: CompletionRequest;
  readonly error: RunError;
}

/** Returns the run's id; null when the user does not exist (any more). */
export async function insertRefusedCall(userId: string, call: RefusedCallRow): Promise<string | null> {
  const { tokenName, connectionId, connectionName, request, error } = call;
  const now = new Date();
  const id = uuidv7();
  try {
    await getDb().run.create({
      data: {
        id,
        userId,
        position: nextPosition(now),
        source: 'api',
        sourceName: tokenName,
        status: 'refused',
        connectionId,
        connectionName,
        model: request.model,
        request: toStored(request),
        choiceCount: expectedChoices(request),
        promptPreview: promptPreview(request.prompt),
        // Lists show why, and a search finds it.
        outputPreview: outputPreview([{ text: error.message }]),
        error: toStored(error),
        createdAt: now,
        endedAt: now,
      },
      select: { id: true },
    });
    return id;
  } catch (fault) {
    if (isForeignKeyViolation(fault)) return null;
    throw fault;
  }
}

/** Says how often an equal call was refused by now. False: it is not in the history any more. */
export async function recountRefusedCall(userId: string, id: string, error: RunError): Promise<boolean> {
  const { count } = await getDb().run.updateMany({
    where: { id, userId, status: 'refused', deletedAt: null },
    data: { error: toStored(error), endedAt: new Date() },
  });
  return count > 0;
}

/**
 * Permanently removes all but the newest refused calls of this user. What they titled, noted, starred or tagged
 * stays. Returns how many.
 */
export async function pruneRefusedCalls(userId: string, keep: number): Promise<number> {
  const plain = {
    userId,
    status: 'refused',
    starred: false,
    title: null,
    note: null,
    tags: { none: {} },
  } as const;
  const oldest = await getDb().run.findMany({
    where: plain,
    orderBy: { position: 'desc' },
    skip: keep,
    select: { id: true },
  });
  if (oldest.length === 0) return 0;
  const { count } = await getDb().run.deleteMany({
    where: { ...plain, id: { in: oldest.map(({ id }) => id) } },
  });
  return count;
}

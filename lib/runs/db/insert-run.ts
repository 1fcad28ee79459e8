import { getDb, isForeignKeyViolation, isUniqueViolation } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { hotRun, jsonText } from '@/lib/platform/db/hot';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import type { Branch } from '@/lib/runs/model/runs';
import { nextPosition } from './run-position';

export interface NewRun {
  /** UUIDv7: ids are in the order of the history. */
  readonly id: string;
  readonly userId: string;
  /** playground, api, compare … */
  readonly source: string;
  /** The name of what started it (for a run through the API, its token). */
  readonly sourceName: string | null;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly model: string;
  /** As it is sent, prompt included. */
  readonly request: CompletionRequest;
  readonly retries: Retries | null;
  /** Key of the start request; null for runs that cannot be requested twice. */
  readonly idempotencyKey: string | null;
  /** Hash of the request, to detect a different one under the same key. */
  readonly idempotencyHash: string | null;
  /** A run of the same user; a missing one counts as none. */
  readonly parentId: string | null;
  readonly branch: Branch | null;
  /** The process that writes it. */
  readonly processId: string;
  /** prompts × n */
  readonly choiceCount: number;
  readonly promptPreview: string;
  /** The comparison that it belongs to (of the same user) and its cell there; absent: none. */
  readonly comparisonId?: string | null;
  readonly cell?: string | null;
  /** A run that nobody asked for yet; see `SUGGESTION_KEPT_MS`. */
  readonly suggestion?: true | undefined;
}

/**
 * A suggestion is stored as deleted, at a moment ahead: until the sweep after it, `restoreRuns` brings it into the
 * history.
 */
export const SUGGESTION_KEPT_MS = 10 * 60_000;

export type InsertRunResult =
  | { ok: true; createdAt: Date }
  | {
      ok: false;
      reason: 'idempotency_key_used';
      existing: { id: string; idempotencyHash: string | null };
    }
  /** Or there is no such comparison. */
  | { ok: false; reason: 'no_user' };

/** How often to retry when another process has used the same position. */
const POSITION_TRIES = 3;

/** Inserts the run as `streaming`. Of any number of inserts with one key, exactly one succeeds. */
export async function insertRun(run: NewRun, triesLeft = POSITION_TRIES): Promise<InsertRunResult> {
  const { parentId } = run;
  const createdAt = new Date();
  const create = (parent: string | null) => hotRun(insertion(run, parent, createdAt));
  try {
    const parent = parentId !== null && (await isOwn(run.userId, parentId)) ? parentId : null;
    await create(parent).catch((error) => {
      // The parent was permanently removed just now.
      if (parent !== null && isForeignKeyViolation(error)) return create(null);
      throw error;
    });
    return { ok: true, createdAt };
  } catch (error) {
    // A missing parent is handled above, so it is the user or the comparison that is missing.
    if (isForeignKeyViolation(error)) return { ok: false, reason: 'no_user' };
    if (!isUniqueViolation(error)) throw error;
    const existing = await runOfIdempotencyKey(run);
    if (existing !== null) return { ok: false, reason: 'idempotency_key_used', existing };
    if (triesLeft === 0) throw error;
    return insertRun(run, triesLeft - 1);
  }
}

function insertion(run: NewRun, parentId: string | null, createdAt: Date): Prisma.Sql {
  const { id, userId, source, sourceName, connectionId, connectionName, model, promptPreview } = run;
  const { idempotencyKey, idempotencyHash, processId, choiceCount, comparisonId = null, cell = null } = run;
  const deletedAt = run.suggestion ? new Date(createdAt.getTime() + SUGGESTION_KEPT_MS) : null;
  return Prisma.sql`
    INSERT INTO "Run" (
      "id", "userId", "position", "createdAt", "status", "source", "sourceName", "connectionId", "connectionName",
      "model", "request", "retries", "branch", "parentId", "promptPreview", "choiceCount", "idempotencyKey",
      "idempotencyHash", "processId", "comparisonId", "cell", "deletedAt")
    VALUES (
      ${id}, ${userId}, ${nextPosition(createdAt)}, ${createdAt}, 'streaming', ${source}, ${sourceName},
      ${connectionId}, ${connectionName}, ${model}, ${jsonText(run.request)}, ${jsonText(run.retries)},
      ${jsonText(run.branch)}, ${parentId}, ${promptPreview}, ${choiceCount}, ${idempotencyKey},
      ${idempotencyHash}, ${processId}, ${comparisonId}, ${cell}, ${deletedAt})`;
}

/** The run that this start request created earlier; null when there is none. */
export async function runOfIdempotencyKey({
  userId,
  idempotencyKey,
}: Pick<NewRun, 'userId' | 'idempotencyKey'>): Promise<{
  id: string;
  idempotencyHash: string | null;
} | null> {
  if (idempotencyKey === null) return null;
  return getDb().run.findUnique({
    where: { userId_idempotencyKey: { userId, idempotencyKey } },
    select: { id: true, idempotencyHash: true },
  });
}

async function isOwn(userId: string, id: string): Promise<boolean> {
  return (await getDb().run.findFirst({ where: { id, userId }, select: { id: true } })) !== null;
}

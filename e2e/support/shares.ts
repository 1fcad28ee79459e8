import path from 'node:path';
import { type APIRequestContext, expect } from '@playwright/test';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Shared } from '@/lib/links/model/shared';
import type { NewShare, Share, SharePage } from '@/lib/links/model/shares';
import { hashSlug, newSlug } from '@/lib/links/server/slug';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { StartRun } from '@/lib/runs/model/runs';
import type { App } from './app';

/** A finished run of this session; returns its id. */
export async function aFinishedRun(
  request: APIRequestContext,
  requested: Partial<CompletionRequest> = {},
  connectionId = PRACTICE_CONNECTION_ID,
  more: Pick<StartRun, 'parentId' | 'branch'> = {},
): Promise<string> {
  const answer = await request.post('/api/runs', {
    data: {
      idempotencyKey: crypto.randomUUID(),
      connectionId,
      ...more,
      request: { model: PRACTICE_MODEL_ID, prompt: 'Once upon a time', max_tokens: 5, ...requested },
    },
  });
  expect(answer.status()).toBe(200);
  await answer.body();
  return answer.headers()['x-run-id'] ?? '';
}

/** A link to a whole comparison, made through the API. */
export async function aShareOfComparison(
  request: APIRequestContext,
  comparisonId: string,
  change: Partial<NewShare> = {},
): Promise<Share> {
  return post(request, { comparisonId, ...ALL, ...change });
}

/** A link to a whole run, made through the API. */
export async function aShare(
  request: APIRequestContext,
  runId: string,
  change: Partial<NewShare> = {},
): Promise<Share> {
  return post(request, { runId, ...ALL, ...change });
}

const ALL = {
  title: null,
  include: { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true },
  redactions: [],
  expiresAt: null,
};

async function post(request: APIRequestContext, data: NewShare): Promise<Share> {
  const answer = await request.post('/api/shares', { data });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

/** The session's links, newest first. */
export async function sharesOf(request: APIRequestContext): Promise<Share[]> {
  const page: SharePage = await (await request.get('/api/shares')).json();
  return page.shares;
}

/** The copy that the running app's SQLite file has for a link, as text; null when there is none. */
export async function storedCopy(app: App, shareId: string): Promise<string | null> {
  const file = path.join(app.dataDir, 'playground.db');
  const adapter = await new PrismaLibSql({ url: `file:${file}`, timeout: 5000 }).connect();
  try {
    const { rows } = await adapter.queryRaw({
      sql: 'SELECT "snapshot" FROM "Share" WHERE "id" = ?',
      args: [shareId],
      argTypes: [{ scalarType: 'string', arity: 'scalar' }],
    });
    expect(rows).toHaveLength(1);
    const copy = rows[0]?.[0];
    return copy === null ? null : String(copy);
  } finally {
    await adapter.dispose();
  }
}

export interface ShareState {
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
}

/** Inserts a link with this snapshot into the running app's SQLite file for its owner; returns its slug. */
export async function insertShare(
  app: App,
  userId: string,
  snapshot: Shared,
  { expiresAt, revokedAt }: ShareState = {},
): Promise<string> {
  const slug = newSlug();
  await execute(
    app,
    `INSERT INTO "Share" (id, userId, slugHash, sealedSlug, title, snapshot, createdAt, expiresAt, revokedAt)
     VALUES (?, ?, ?, '', ?, ?, ?, ?, ?)`,
    [
      `share-${slug}`,
      userId,
      hashSlug(slug),
      snapshot.title,
      revokedAt ? null : JSON.stringify(snapshot),
      new Date().toISOString(),
      expiresAt?.toISOString() ?? null,
      revokedAt?.toISOString() ?? null,
    ],
  );
  return slug;
}

/** Revokes a link as its owner would. */
export async function revokeShare(app: App, slug: string): Promise<void> {
  await execute(app, 'UPDATE "Share" SET revokedAt = ?, snapshot = NULL WHERE slugHash = ?', [
    new Date().toISOString(),
    hashSlug(slug),
  ]);
}

/** Lets a link expire. */
export async function expireShare(app: App, shareId: string): Promise<void> {
  await execute(app, 'UPDATE "Share" SET expiresAt = ? WHERE id = ?', [
    new Date(Date.now() - 1).toISOString(),
    shareId,
  ]);
}

async function execute(app: Pick<App, 'dataDir'>, sql: string, args: (string | null)[]): Promise<void> {
  const file = path.join(app.dataDir, 'playground.db');
  const adapter = await new PrismaLibSql({ url: `file:${file}`, timeout: 5000 }).connect();
  const argTypes = args.map(() => ({ scalarType: 'string', arity: 'scalar' }) as const);
  try {
    await adapter.executeRaw({ sql, args, argTypes });
  } finally {
    await adapter.dispose();
  }
}

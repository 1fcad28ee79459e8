import path from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { SharedRun } from '@/lib/completions/share/shared-run';
import { hashSlug, newSlug } from '@/lib/server/sharing/slug';
import type { App } from './app';

export interface ShareState {
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
}

/** Puts a link with this snapshot into the running app's SQLite file, as its owner's; answers its slug. */
export async function insertShare(
  app: App,
  userId: string,
  snapshot: SharedRun,
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

/** Closes a link, as its owner would. */
export async function revokeShare(app: App, slug: string): Promise<void> {
  await execute(app, 'UPDATE "Share" SET revokedAt = ?, snapshot = NULL WHERE slugHash = ?', [
    new Date().toISOString(),
    hashSlug(slug),
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

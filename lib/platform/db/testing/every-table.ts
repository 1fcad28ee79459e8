import { uuidv7 } from 'uuidv7';
import { insertEndedSession } from '@/lib/accounts/db/ended-sessions';
import { sealHeaders, sealKey } from '@/lib/connections/server/secret-box';
import { savePreset } from '@/lib/playground/db/presets';
import { getDb } from '../client';
import { generateRuns } from './generate-runs';
import { hardRuns } from './hard-runs';
import { aConnection, aUser, insertShare } from './records';

export interface Everything {
  readonly userId: string;
  readonly connectionId: string;
  /** A run that has a link. */
  readonly sharedRunId: string;
}

/** The key that the connection of `fillEveryTable` has. */
export const STORED_KEY = 'sk-a-stored-key-that-moves-along';

/**
 * Fills every table: a user with everything that runs can have (`hardRuns`), `runs` generated runs more, a
 * comparison with its runs, votes and queue, a document, links, a connection with key, headers and prices, presets, a token, an identity
 * and an ended session; and a second user, who has nothing.
 */
export async function fillEveryTable(runs: number): Promise<Everything> {
  const { id: userId } = await aUser();
  await aUser();
  await hardRuns(userId);
  await generateRuns({ userId, count: runs });

  const db = getDb();
  await db.user.update({
    where: { id: userId },
    data: {
      email: `${userId}@example.org`,
      passwordHash: 'scrypt$1$1$1$a$b',
      isGuest: false,
      linkDays: null,
    },
  });
  await db.account.create({
    data: { id: uuidv7(), userId, provider: 'github', providerAccountId: userId },
  });
  await insertEndedSession(userId, uuidv7());

  const connection = aConnection({
    ...{ isDefault: true, keyLast4: STORED_KEY.slice(-4), headerNames: 'x-team', runsAtOnce: 3 },
  });
  const owner = { userId, connectionId: connection.id, origin: connection.origin };
  await db.connection.create({
    data: {
      ...connection,
      userId,
      sealedKey: sealKey(STORED_KEY, owner),
      sealedHeaders: sealHeaders('[["x-team","a"]]', owner),
    },
  });
  await db.modelPrice.create({
    data: {
      id: uuidv7(),
      userId,
      connectionId: connection.id,
      model: 'm',
      input: 0.1 + 0.2,
      output: 1e-7,
      currency: 'EUR',
    },
  });
  await savePreset(userId, { name: 'A preset', model: null, settings: {} });
  await db.apiToken.create({
    data: {
      id: uuidv7(),
      userId,
      name: 'A token',
      secretHash: uuidv7(),
      lastFour: 'abcd',
      scope: 'comparisons',
      lastUsedAt: new Date(),
    },
  });

  const comparisonId = uuidv7();
  await db.comparison.create({
    data: { id: comparisonId, userId, kind: 'columns', title: 'Two', plan: { kind: 'columns', columns: [] } },
  });
  const compared = await db.run.findMany({ where: { userId, status: 'complete' }, take: 2, skip: 1 });
  for (const [at, { id }] of compared.entries()) {
    await db.run.update({ where: { id }, data: { comparisonId, cell: `cell-${at}` } });
  }
  for (const cell of ['cell-0', null]) {
    await db.comparisonVote.create({
      data: { id: uuidv7(), comparisonId, cell, note: 'nul \0', shown: ['cell-1', 'cell-0'] },
    });
  }
  await db.comparisonQueue.create({
    data: { comparisonId, userId, total: 2, turn: 2n ** 40n, paused: true },
  });
  await db.connectionPace.create({
    data: { connectionId: connection.id, atOnce: 2, loweredAt: 2n ** 40n, failingSince: 2n ** 40n },
  });
  for (const [at, state] of (['waiting', 'refused'] as const).entries()) {
    const start = {
      id: uuidv7(),
      comparisonId,
      userId,
      idempotencyKey: uuidv7(),
      bodyHash: 'hash',
      cells: 1,
    };
    await db.queuedStart.create({ data: { ...start, ...(at === 0 && { plan: { kind: 'columns' } }) } });
    const cell = { startId: start.id, comparisonId, cell: `cell-${at}`, position: at, state };
    await db.queuedCell.create({ data: { ...cell, ...(at === 1 && { refusal: { code: 'not_found' } }) } });
  }
  const documentId = uuidv7();
  const text = { text: 'nul \0', spans: '[{"length":5,"source":null}]', folded: 'nul  ' };
  await db.document.create({
    data: { id: documentId, userId, title: 'A tale', nodeCount: 1, revision: 1, ...text },
  });
  await db.documentNode.create({
    data: {
      ...{
        documentId,
        userId,
        id: uuidv7(),
        position: 0,
        revision: 1,
        kind: 'written',
        choice: 0,
        cursor: 5,
      },
      ...{ open: false, starred: true, pruned: false, createdAt: new Date(), changes: '[{"at":0}]' },
    },
  });
  const shared = await db.run.findFirstOrThrow({ where: { userId, status: 'complete', comparisonId: null } });
  const link = { userId, title: null, slugHash: uuidv7(), sealedSlug: 'sealed', snapshot: { text: 'a\0b' } };
  await insertShare({ ...link, id: uuidv7(), runId: shared.id, expiresAt: new Date('2030-01-01') });
  await insertShare({ ...link, id: uuidv7(), slugHash: uuidv7(), documentId });
  await insertShare({ ...link, id: uuidv7(), slugHash: uuidv7(), snapshot: null, revokedAt: new Date() });
  return { userId, connectionId: connection.id, sharedRunId: shared.id };
}

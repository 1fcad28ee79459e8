import { expect, it } from 'vitest';
import { findUserOfSession } from '@/lib/accounts/db/users';
import { closeDb, getDb, isForeignKeyViolation, isUniqueViolation } from './client';
import { Prisma } from './generated/sqlite/client';
import { hotRow, hotRun, hotTransaction } from './hot';
import { describeOnBothDatabases } from './testing';
import { aUser } from './testing/records';

const nameOf = async (id: string) =>
  (await hotRow(Prisma.sql`SELECT "name" FROM "User" WHERE "id" = ${id}`))?.name;
const rename = (id: string, name: string) =>
  Prisma.sql`UPDATE "User" SET "name" = ${name} WHERE "id" = ${id}`;
const reasonOf = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  return { unique: isUniqueViolation(error), foreignKey: isForeignKeyViolation(error) };
};

describeOnBothDatabases('hot statements', ({ kind }) => {
  it('read and write what Prisma reads and writes, with texts that databases refuse', async () => {
    const { id } = await aUser();
    for (const name of ['plain', 'NUL \0', 'half \ud83d', '\u001a0000', 'whole 😀', '']) {
      expect(await hotRun(rename(id, name))).toBe(1);
      expect((await getDb().user.findUnique({ where: { id } }))?.name).toBe(name);
      expect(await nameOf(id)).toBe(name);
    }
    expect(await hotRow(Prisma.sql`SELECT "name" FROM "User" WHERE "id" = ${'no\0body'}`)).toBeNull();
    expect(await hotRun(rename('nobody', 'x'))).toBe(0);
  });

  it('see at once what was committed, by either way', async () => {
    const { id } = await aUser();
    for (let round = 0; round < 20; round += 1) {
      await getDb().user.update({ where: { id }, data: { name: `prisma ${round}` } });
      expect(await nameOf(id)).toBe(`prisma ${round}`);
      await hotTransaction((db) => db.run(rename(id, `hot ${round}`)));
      expect(await nameOf(id)).toBe(`hot ${round}`);
      expect((await getDb().user.findUnique({ where: { id } }))?.name).toBe(`hot ${round}`);
    }
  });

  it('do not see what is not committed', async () => {
    const { id } = await aUser();
    await getDb().$transaction(async (db) => {
      await db.user.update({ where: { id }, data: { name: 'draft' } });
      expect(await nameOf(id)).toBeNull();
    });
    expect(await nameOf(id)).toBe('draft');
  });

  it('undo a transaction that fails, and only that', async () => {
    const [first, second] = [await aUser(), await aUser()];
    const fails = hotTransaction(async (db) => {
      await db.run(rename(first.id, 'never'));
      await db.run(Prisma.sql`INSERT INTO "User" ("id") VALUES (${second.id})`);
    });
    const passes = hotTransaction(async (db) => {
      await db.run(rename(second.id, 'kept'));
      return (await db.row(Prisma.sql`SELECT "name" FROM "User" WHERE "id" = ${second.id}`))?.name;
    });
    expect(await reasonOf(fails)).toEqual({ unique: true, foreignKey: false });
    expect(await passes).toBe('kept');
    expect([await nameOf(first.id), await nameOf(second.id)]).toEqual([null, 'kept']);
  });

  it('say why a row was refused', async () => {
    const { id } = await aUser();
    const session = (userId: string) =>
      hotRun(
        Prisma.sql`INSERT INTO "EndedSession" ("id", "userId") VALUES (${`session of ${id}`}, ${userId})`,
      );
    expect(await reasonOf(session('nobody'))).toEqual({ unique: false, foreignKey: true });
    expect(await session(id)).toBe(1);
    expect(await reasonOf(session(id))).toEqual({ unique: true, foreignKey: false });
  });

  it('and Prisma write at the same time, two hundred of them, and none is lost', async () => {
    const { id } = await aUser();
    const raise = Prisma.sql`UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1 WHERE "id" = ${id}`;
    await Promise.all(
      Array.from({ length: 200 }, async (_, writer) => {
        if (writer % 4 === 0) {
          await getDb().user.update({ where: { id }, data: { sessionVersion: { increment: 1 } } });
        } else if (writer % 4 === 1) {
          await getDb().$transaction((db) => db.$executeRaw(raise));
        } else if (writer % 4 === 2) await hotRun(raise);
        else await hotTransaction((db) => db.run(raise));
      }),
    );
    expect(await findUserOfSession(id, { sessionVersion: 200, sessionId: 'any' })).toMatchObject({ id });
  });

  if (kind === 'sqlite')
    it('only read where they only read', async () => {
      const { id } = await aUser();
      await expect(hotRow(rename(id, 'written'))).rejects.toThrow(/readonly/);
      expect(await nameOf(id)).toBeNull();
    });

  it('go on after the database was let go', async () => {
    const { id } = await aUser();
    await closeDb();
    await hotRun(rename(id, 'again'));
    await closeDb();
    expect(await nameOf(id)).toBe('again');
  });
});

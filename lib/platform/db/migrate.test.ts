import { describe, expect, it } from 'vitest';
import { createUser, findUser } from '@/lib/accounts/db/users';
import { replaceEnv } from '@/lib/platform/env/env';
import { listPresets, savePreset } from '@/lib/playground/db/presets';
import { closeDb, getDb } from './client';
import { appliedMigrations, databaseIsReady, migrate } from './migrate';
import { readMigrations } from './migration-files';
import { describeOnBothDatabases } from './testing';
import { createSqliteDatabase } from './testing/databases';
import { schemaDrift } from './testing/schema-drift';
import { testEnvironment } from './testing/test-environment';

describeOnBothDatabases(
  'migrate',
  ({ kind }) => {
    it('builds an empty database, and then finds nothing to do', async () => {
      const known = (await readMigrations(kind)).map(({ name }) => name);
      expect(await appliedMigrations()).toEqual([]);
      expect(await databaseIsReady()).toBe(false);

      expect(await migrate()).toEqual(known);
      expect(await appliedMigrations()).toEqual(known);
      expect(await databaseIsReady()).toBe(true);
      expect(await migrate()).toEqual([]);
    });
  },
  { migrated: false },
);

describeOnBothDatabases(
  'several processes that boot at once',
  ({ kind }) => {
    it('apply each migration once', async () => {
      const known = (await readMigrations(kind)).map(({ name }) => name);
      const applied = await Promise.all([migrate(), migrate(), migrate()]);
      expect(applied.flat().sort()).toEqual(known);
    });
  },
  { migrated: false },
);

describeOnBothDatabases('a migrated database', (context) => {
  it('is what the schema says', async () => {
    expect(await schemaDrift(context.url)).toEqual([]);
  });

  it('shows a difference, unless it is listed as made by hand', async () => {
    await getDb().$executeRaw`CREATE TABLE "RunText" ("id" TEXT PRIMARY KEY)`;
    await getDb().$executeRaw`CREATE TABLE "RunText_extra" ("id" TEXT PRIMARY KEY)`;
    expect((await schemaDrift(context.url)).join()).toContain('DROP TABLE "RunText"');
    expect(await schemaDrift(context.url, { alsoByHand: ['RunText'] })).toEqual([]);
  });

  it('of a newer version is refused', async () => {
    const [migration] = await readMigrations(context.kind);
    await getDb().$executeRaw`
      INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
      SELECT 'next', "checksum", '29990101000000_future', "started_at", "finished_at", "applied_steps_count"
      FROM "_prisma_migrations" WHERE "migration_name" = ${migration?.name}`;
    await closeDb();
    await expect(migrate()).rejects.toThrow(/newer version .* 29990101000000_future/);
  });
});

describeOnBothDatabases('a migration that fails', ({ kind }) => {
  const broken = {
    name: '29990101000000_broken',
    sql: 'CREATE TABLE "Half" ("id" TEXT PRIMARY KEY);\nINSERT INTO "Nowhere" VALUES (1);\n',
  };

  it('is named, and leaves the database as it was', async () => {
    const known = await readMigrations(kind);
    const before = await appliedMigrations();
    await expect(migrate([...known, broken])).rejects.toThrow(
      /^The migration 29990101000000_broken failed. The database is unchanged: .*Nowhere/s,
    );
    await expect(getDb().$queryRaw`SELECT * FROM "Half"`).rejects.toThrow();
    expect(await appliedMigrations()).toEqual(before);

    const repaired = { ...broken, sql: 'CREATE TABLE "Half" ("id" TEXT PRIMARY KEY);\n' };
    expect(await migrate([...known, repaired])).toEqual([broken.name]);
  });

  it('may hold semicolons inside texts and bodies', async () => {
    const known = await readMigrations(kind);
    const sql =
      kind === 'sqlite'
        ? `CREATE TABLE "Note" ("text" TEXT DEFAULT 'a;b');
           CREATE TRIGGER "note_kept" AFTER DELETE ON "Note" BEGIN INSERT INTO "Note" VALUES (old."text"); SELECT 1; END;`
        : `CREATE TABLE "Note" ("text" TEXT DEFAULT 'a;b');
           CREATE FUNCTION note_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN NULL; END; $$;
           CREATE TRIGGER note_kept BEFORE DELETE ON "Note" FOR EACH ROW EXECUTE FUNCTION note_kept();`;
    const half = { name: broken.name, sql: '' };
    await migrate([...known, half, { name: '29990102000000_trigger', sql }]);
    await getDb().$executeRaw`INSERT INTO "Note" DEFAULT VALUES`;
    await getDb().$executeRaw`DELETE FROM "Note"`;
    expect(await getDb().$queryRaw`SELECT "text" FROM "Note"`).toEqual([{ text: 'a;b' }]);
  });
});

describe('a SQLite migration', () => {
  it('may rebuild a table without losing its children, but not leave rows that point at nothing', async () => {
    const database = await createSqliteDatabase();
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
    const known = await readMigrations('sqlite');
    await migrate(known);
    const created = await createUser({ isGuest: true });
    if (!created.ok) throw new Error(created.reason);
    await savePreset(created.user.id, { name: 'kept', model: null, settings: {} });

    const rebuild = `CREATE TABLE "new_User" AS SELECT * FROM "User"; DROP TABLE "User";
      ALTER TABLE "new_User" RENAME TO "User"; CREATE UNIQUE INDEX "User_id" ON "User"("id");`;
    const next = { name: '29990101000000_rebuild', sql: rebuild };
    expect(await migrate([...known, next])).toEqual([next.name]);
    expect(await listPresets(created.user.id)).toHaveLength(1);

    const careless = { name: '29990102000000_careless', sql: 'DELETE FROM "User";' };
    await expect(migrate([...known, next, careless])).rejects.toThrow(/reference missing rows/);
    expect(await findUser(created.user.id)).not.toBeNull();
    await closeDb();
    await database.drop();
  });
});

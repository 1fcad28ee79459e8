import { afterAll, beforeAll, describe, inject } from 'vitest';
import { env, replaceEnv } from '@/lib/platform/env/env';
import { closeDb } from './client';
import { migrate } from './migrate';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './testing/databases';
import { testEnvironment } from './testing/test-environment';

export interface DatabaseContext {
  readonly kind: 'sqlite' | 'postgresql';
  /** Address of the database under test; available only inside tests and hooks. */
  readonly url: string;
}

export interface DatabaseOptions {
  /** False leaves the database empty. */
  readonly migrated?: boolean;
}

/**
 * Runs one suite twice: on a new SQLite file and on a new database of a real Postgres, both migrated with the
 * real `migrate()`. Inside, `getDb()` and `env` use that database, and the secrets are set.
 */
export function describeOnBothDatabases(
  name: string,
  suite: (context: DatabaseContext) => void,
  { migrated = true }: DatabaseOptions = {},
): void {
  const create = {
    sqlite: createSqliteDatabase,
    postgresql: () => createPostgresDatabase(inject('postgresUrl')),
  };
  describe.each(['sqlite', 'postgresql'] as const)(`${name} on %s`, (kind) => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await create[kind]();
      replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
      if (migrated) await migrate();
    });
    afterAll(async () => {
      await closeDb();
      await database.drop();
    });
    suite({
      kind,
      get url() {
        return env.databaseUrl;
      },
    });
  });
}

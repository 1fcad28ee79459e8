import path from 'node:path';
import { defineConfig } from 'prisma/config';

/**
 * For Prisma's own command line only; the app applies its migrations itself when it starts. Whoever has Prisma's
 * engine can run `prisma migrate deploy` or `status` with `DATABASE_URL` set, against either kind of database.
 */
const url = process.env.DATABASE_URL ?? `file:${path.resolve('data', 'playground.db')}`;
const kind = url.startsWith('file:') ? 'sqlite' : 'postgresql';

export default defineConfig({
  schema: path.join('prisma', kind === 'sqlite' ? 'schema.prisma' : 'schema.postgresql.prisma'),
  migrations: { path: path.join('prisma', 'migrations', kind) },
  datasource: { url },
});

import path from 'node:path';
import { defineConfig } from 'prisma/config';

/**
 * For Prisma's own command line only; the app applies its migrations itself when it starts. With Prisma's
 * engine installed, `prisma migrate deploy` and `status` work with `DATABASE_URL` set, on either kind of
 * database.
 */
const url = process.env.DATABASE_URL ?? `file:${path.resolve('data', 'playground.db')}`;
const kind = url.startsWith('file:') ? 'sqlite' : 'postgresql';

export default defineConfig({
  schema: path.join('prisma', kind === 'sqlite' ? 'schema.prisma' : 'schema.postgresql.prisma'),
  migrations: { path: path.join('prisma', 'migrations', kind) },
  datasource: { url },
});

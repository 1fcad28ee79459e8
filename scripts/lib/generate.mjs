import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashOf } from './hash.mjs';
import { ROOT } from './project.mjs';
import { runPackage } from './run-command.mjs';

const SCHEMA = path.join(ROOT, 'prisma', 'schema.prisma');
const POSTGRES_SCHEMA = path.join(ROOT, 'prisma', 'schema.postgresql.prisma');
const GENERATED = path.join(ROOT, 'lib', 'platform', 'db', 'generated');
const STAMP = path.join(GENERATED, 'stamp');

/**
 * Generates the two database clients, unless they already exist for the current schema.
 *
 * @param {(line: string) => void} say
 */
export async function generateClients(say) {
  const postgresSchema = toPostgresSchema(readFileSync(SCHEMA, 'utf8'));
  const prisma = path.join(ROOT, 'node_modules', 'prisma', 'package.json');
  const requested = hashOf([postgresSchema, readFileSync(prisma, 'utf8')]);
  const present = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === requested;
  if (present && existsSync(POSTGRES_SCHEMA)) return;

  say('Generating the database clients');
  writeFileSync(POSTGRES_SCHEMA, postgresSchema);
  await Promise.all([prismaGenerate(SCHEMA), prismaGenerate(POSTGRES_SCHEMA)]);
  mkdirSync(GENERATED, { recursive: true });
  writeFileSync(STAMP, requested);
}

/** @param {string} schema */
async function prismaGenerate(schema) {
  const { code, output } = await runPackage(
    'prisma/build/index.js',
    ['generate', '--no-hints', '--schema', schema],
    { quiet: true },
  );
  if (code !== 0) throw new Error(`prisma generate failed for ${path.relative(ROOT, schema)}:\n${output}`);
}

/**
 * Derives the Postgres schema from prisma/schema.prisma. One generated client serves one provider, so three
 * things are rewritten: the provider, the client's folder, and the type behind `Json`.
 *
 * Why `json` and not Prisma's default `jsonb`: jsonb refuses `\u0000` and lone surrogates, both of which
 * models write and people paste, and it forgets the order of keys. Requests and answers must be stored
 * unchanged.
 *
 * @param {string} source the text of prisma/schema.prisma
 * @returns {string}
 */
function toPostgresSchema(source) {
  return [
    '// Derived from schema.prisma by scripts/db-generate.mjs. Do not edit.\n',
    source
      .replace(/provider = "sqlite"/, 'provider = "postgresql"')
      .replace('../lib/platform/db/generated/sqlite', '../lib/platform/db/generated/postgresql')
      .replace(/^( {2}\w+ +Json\??)(?=\s|$)/gm, '$1 @db.Json'),
  ].join('');
}

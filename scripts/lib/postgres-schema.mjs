/**
 * Derives the Postgres twin of prisma/schema.prisma. One generated client serves one provider, so the one source is
 * rewritten in three places only: the provider, the client's folder, and the type behind `Json`.
 *
 * Why `json` and not Prisma's default `jsonb`: jsonb refuses `\u0000` and lone surrogates, both of which models write
 * and people paste, and it forgets the order of keys. What was sent and what came back is kept as it was.
 *
 * @param {string} source the text of prisma/schema.prisma
 * @returns {string}
 */
export function toPostgresSchema(source) {
  return [
    '// Derived from schema.prisma by scripts/db-generate.mjs. Do not edit.\n',
    source
      .replace(/provider = "sqlite"/, 'provider = "postgresql"')
      .replace('../lib/platform/db/generated/sqlite', '../lib/platform/db/generated/postgresql')
      .replace(/^( {2}\w+ +Json\??)(?=\s|$)/gm, '$1 @db.Json'),
  ].join('');
}

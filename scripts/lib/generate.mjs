import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashOf } from './hash.mjs';
import { toPostgresSchema } from './postgres-schema.mjs';
import { npmEnvironment, ROOT } from './project.mjs';

const SCHEMA = path.join(ROOT, 'prisma', 'schema.prisma');
const POSTGRES_SCHEMA = path.join(ROOT, 'prisma', 'schema.postgresql.prisma');
const GENERATED = path.join(ROOT, 'lib', 'platform', 'db', 'generated');
const STAMP = path.join(GENERATED, 'stamp');

/**
 * Generates the two database clients, unless they are there and made from this very schema.
 *
 * @param {(line: string) => void} say
 */
export async function generateClients(say) {
  const postgresSchema = toPostgresSchema(readFileSync(SCHEMA, 'utf8'));
  const prisma = path.join(ROOT, 'node_modules', 'prisma', 'package.json');
  const wanted = hashOf([postgresSchema, readFileSync(prisma, 'utf8')]);
  const present = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;
  if (present && existsSync(POSTGRES_SCHEMA)) return;

  say('Generating the database clients');
  writeFileSync(POSTGRES_SCHEMA, postgresSchema);
  await Promise.all([prismaGenerate(SCHEMA), prismaGenerate(POSTGRES_SCHEMA)]);
  mkdirSync(GENERATED, { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** @param {string} schema */
function prismaGenerate(schema) {
  const cli = path.join(ROOT, 'node_modules', 'prisma', 'build', 'index.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, 'generate', '--no-hints', '--schema', schema], {
      cwd: ROOT,
      env: npmEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(undefined)
        : reject(new Error(`prisma generate failed for ${path.relative(ROOT, schema)}:\n${output}`)),
    );
  });
}

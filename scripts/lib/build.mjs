import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashOf, hashOfFiles } from './hash.mjs';
import { ROOT } from './project.mjs';
import { runPackage } from './run-command.mjs';
import { PlainError } from './say.mjs';

const FOLDERS = ['app', 'components', 'lib', 'public', 'prisma/schema.prisma'];

/** Next's output folder; the same variable as in next.config.mjs. */
function distFolder() {
  return path.join(ROOT, process.env.NEXT_DIST_DIR ?? '.next');
}

const STAMP = 'playground-build';

/**
 * Whether the last build was made from the current sources. With `KEEP_BUILD=1` any build will do: for work
 * on browser tests while somebody else edits the sources.
 */
export function isBuilt() {
  const stamp = path.join(distFolder(), STAMP);
  if (process.env.KEEP_BUILD === '1') return existsSync(path.join(distFolder(), 'BUILD_ID'));
  if (!existsSync(path.join(distFolder(), 'BUILD_ID')) || !existsSync(stamp)) return false;
  return readFileSync(stamp, 'utf8') === hashOfSources();
}

/** Fails with a sentence where nothing was built. */
export function requireBuild() {
  if (existsSync(path.join(distFolder(), 'BUILD_ID'))) return;
  throw new PlainError('No build found. Run npm run build, or use npm start, which also builds.');
}

/**
 * Builds for production.
 *
 * @param {(line: string) => void} say
 */
export async function build(say) {
  say('Building the app (about a minute)');
  const stamp = path.join(distFolder(), STAMP);
  // An interrupted build must not pass for the one before it.
  rmSync(stamp, { force: true });
  const sources = hashOfSources();
  const { code, output } = await runPackage('next/dist/bin/next', ['build'], {
    quiet: true,
    env: { NODE_ENV: 'production' },
  });
  if (code !== 0) throw new PlainError(`The build failed:\n\n${output}`);
  mkdirSync(distFolder(), { recursive: true });
  // Pictures that earlier versions stored there, also of links that have been closed since.
  rmSync(path.join(distFolder(), 'cache', 'images'), { recursive: true, force: true });
  writeFileSync(stamp, sources);
}

function hashOfSources() {
  // All settings at the top: next.config.mjs, package-lock.json, proxy.ts …
  const settings = readdirSync(ROOT).filter(
    (name) => /\.(ts|mjs|json)$/.test(name) && !/^(next-env\.d\.ts|biome|knip|vitest|playwright)/.test(name),
  );
  const requested = (/** @type {string} */ name) =>
    !/\.test\.tsx?$|\/testing(\/|\.ts$)|\/generated$/.test(name);
  // `NEXT_PUBLIC_` variables become part of the build.
  const variables = Object.entries(process.env)
    .filter(([name]) => name.startsWith('NEXT_PUBLIC_'))
    .map(([name, value]) => `${name}=${value}`);
  return hashOf([
    hashOfFiles(ROOT, [...FOLDERS, ...settings.sort()], requested),
    ...variables.sort(),
    process.version,
  ]);
}

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { protectDataFolder } from './private-files.mjs';
import { ROOT } from './project.mjs';
import { PlainError } from './say.mjs';

/**
 * Reads the `.env` files as Next does, but earlier: they must be known before secrets are made. A variable
 * that is already set stays.
 *
 * @param {'production' | 'development'} mode
 */
export function loadEnvFiles(mode) {
  for (const name of [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env']) {
    const file = path.join(ROOT, name);
    if (existsSync(file)) process.loadEnvFile(file);
  }
}

/** @returns {string} absolute */
function dataFolder() {
  return path.resolve(ROOT, process.env.DATA_DIR?.trim() || './data');
}

/** Makes the data folder and checks that it is writable. */
export function prepareDataFolder() {
  const folder = dataFolder();
  const probe = path.join(folder, `.write-test-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '');
    rmSync(probe);
    protectDataFolder(folder);
  } catch (error) {
    throw new PlainError(
      `Can't write to the data folder ${folder} (${error.code ?? error.message}). Fix its permissions, or use another one: DATA_DIR=/some/folder npm start`,
    );
  }
  refuseLittleSpace(folder, 50, 'the data folder');
}

/**
 * @param {string} folder
 * @param {number} megabytes
 * @param {string} what
 */
export function refuseLittleSpace(folder, megabytes, what) {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((Number(bavail) * Number(bsize)) / 1e6);
  if (free < megabytes) {
    throw new PlainError(
      `The disk with ${what} (${folder}) is nearly full: ${free} MB free, at least ${megabytes} MB needed.`,
    );
  }
}

/** Refuses to work on data where no server has run yet: making secrets there would hide a wrong folder. */
export function requireData() {
  if (hasSecrets() || existsSync(secretsFile())) return;
  throw new PlainError(
    `No data found in ${dataFolder()}. Run this where you run npm start, or set DATA_DIR to its data folder.`,
  );
}

function hasSecrets() {
  return Boolean(process.env.NEXTAUTH_SECRET?.trim() && process.env.ENCRYPTION_KEYS?.trim());
}

/** Whether this server has a secret already, in its environment or its file. */
export function hasAnySecrets() {
  return Boolean(
    process.env.NEXTAUTH_SECRET?.trim() || process.env.ENCRYPTION_KEYS?.trim() || existsSync(secretsFile()),
  );
}

/** For a command that opens nothing: secrets of this process alone, which satisfy the configuration. */
export function standInSecrets() {
  process.env.NEXTAUTH_SECRET = randomBytes(32).toString('base64');
  process.env.ENCRYPTION_KEYS = `none:${randomBytes(32).toString('base64')}`;
}

/** @returns {string} absolute */
export function secretsFile() {
  return path.join(dataFolder(), 'secrets.json');
}

/**
 * Puts the two secrets into the environment: the ones that are set, or else those of data/secrets.json, which
 * is made once. A file that cannot be read is never replaced: with its keys, every stored API key would be
 * lost.
 *
 * @param {(line: string) => void} say
 */
export function ensureSecrets(say) {
  if (hasSecrets()) return;
  const file = secretsFile();
  if (!existsSync(file)) {
    const secrets = {
      NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    };
    writeSecrets(secrets);
    say(
      `Created the server's secrets in ${path.relative(ROOT, file)}. Keep this file: stored API keys depend on it.`,
    );
  }
  const secrets = readSecrets(file);
  for (const name of ['NEXTAUTH_SECRET', 'ENCRYPTION_KEYS']) {
    if (!process.env[name]?.trim()) process.env[name] = secrets[name];
  }
}

/**
 * Writes the secrets' file, readable by its owner only. Never replaces one.
 *
 * @param {{ NEXTAUTH_SECRET: string, ENCRYPTION_KEYS: string }} secrets
 */
export function writeSecrets(secrets) {
  writeFileSync(secretsFile(), `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

/**
 * @param {string} file
 * @returns {Record<string, string>}
 */
function readSecrets(file) {
  try {
    const secrets = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof secrets.NEXTAUTH_SECRET === 'string' && typeof secrets.ENCRYPTION_KEYS === 'string')
      return secrets;
    throw new Error('a secret is missing');
  } catch (error) {
    throw new PlainError(
      `Can't read the server's secrets in ${file} (${error.message}). Restore the file from a backup. If no API keys are stored yet, delete it to create new secrets.`,
    );
  }
}

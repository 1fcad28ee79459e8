import { fileURLToPath } from 'node:url';

/** The folder with package.json. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * The environment for npm and Prisma. Their install scripts download binaries from hosts that many networks
 * block: Prisma's engine is not needed (queries and migrations run as WebAssembly), and the browser is the
 * system's own.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment() {
  return {
    ...process.env,
    // Any existing file keeps Prisma from downloading its own; it is never run.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that need Node, a database or sockets. */
const SERVER = [
  'lib/*.test.ts',
  'lib/*/{db,server}/**/*.test.ts',
  'lib/testing/**/*.test.ts',
  '{app/{api,v1},bench/campaign}/**/*.test.ts',
];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    // An unusual zone, so that code that only works in UTC fails.
    env: { TZ: 'Pacific/Chatham' },
    // Ten times what a test needs on a quiet machine: only a test that hangs may reach it.
    testTimeout: 180_000,
    // Vitest leaves one core to itself by default; its own work is small.
    maxWorkers: '100%',
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          // One set of modules for all files of a worker: loading them anew took half of the time.
          isolate: false,
          setupFiles: ['lib/protocol/fixtures/plain-zod.ts'],
          include: ['{app,components,lib,scripts}/**/*.test.{ts,tsx}'],
          exclude: [...SERVER, '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: [...SERVER],
          // A real Postgres for the whole run; SQLite needs no server.
          globalSetup: ['lib/platform/db/testing/global-setup.ts'],
        },
      },
    ],
  },
});
